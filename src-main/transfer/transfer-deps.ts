import type { ConversationExport } from '../../src-shared/desktop/conversations.ts'
import type { LibraryHead } from '../../src-shared/desktop/transfer.ts'
import type { Db, ReadDb, WriteDb } from '../db/database.ts'

/** What the chats and personas lend to export and import. */
export interface TransferDeps {
  readonly db: Db
  readonly now: () => number
  /** UUIDv7. */
  readonly newId: () => string
  /** Ids of every chat outside the trash, newest first. */
  readonly conversationIds: (db: ReadDb) => readonly string[]
  readonly exportConversation: (db: ReadDb, id: string) => ConversationExport
  readonly mergeConversation: (
    tx: WriteDb,
    exported: ConversationExport,
    options: { readonly newId: () => string; readonly at: number },
  ) => { readonly outcome: 'added' | 'completed' | 'known'; readonly messages: number }
  readonly readHead: (db: ReadDb) => Pick<LibraryHead, 'folders' | 'tags' | 'personas'>
  /** Brings in what is not here; answers under which ids the folders and personas of the file are known here. */
  readonly mergeHead: (tx: WriteDb, head: LibraryHead, at: number) => MergedHead
}

export interface MergedHead {
  readonly ids: ReadonlyMap<string, string>
  readonly folders: number
  readonly personas: number
}

/** Lets the others have their turn between two chats. */
export const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
