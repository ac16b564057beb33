import type { folders } from '../../src-shared/desktop/conversations.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import type { ConversationDeps } from './conversation-handlers.ts'
import { knownFolder, listFolders, moveFolder, putFolder, removeFolder } from './folders.ts'

export function createFolderHandlers({ db, now }: ConversationDeps): FeatureHandlers<typeof folders> {
  return {
    list: () => listFolders(db),

    create: ({ id, name }) =>
      db.transact((tx) => {
        const position = 1 + Math.max(-1, ...listFolders(tx).map((folder) => folder.position))
        return putFolder(tx, { id, name, position, updated_at: now() })
      }),

    rename: ({ id, name }) => db.transact((tx) => putFolder(tx, { ...knownFolder(tx, id), name, updated_at: now() })),

    move: ({ id, before_id }) => db.transact((tx) => moveFolder(tx, knownFolder(tx, id), { beforeId: before_id, at: now() })),

    remove: ({ id }) => db.transact((tx) => removeFolder(tx, knownFolder(tx, id).id, now()), { freesSpace: true }),
  }
}
