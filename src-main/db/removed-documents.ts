/** Stands for a collection's owner, which else is a chat: its documents are removed, and their passages are still to go. */
export const removedOwner = 'removed'

/** For SQL. Nobody is to see a document of these collections any more. */
export const removedCollections = `(SELECT id FROM collections WHERE owner = '${removedOwner}')`
