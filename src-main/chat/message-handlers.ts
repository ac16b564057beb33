import type { messages } from '../../src-shared/desktop/conversations.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import type { WriteDb } from '../db/database.ts'
import type { ConversationDeps } from './conversation-handlers.ts'
import { assertNotInTrash } from './conversations.ts'
import { messagePage } from './message-pages.ts'
import { removeMessage, restoreMessage, selectBranch } from './message-tree.ts'
import { knownMessage, updateMessage } from './messages.ts'

export function createMessageHandlers({ db, now }: ConversationDeps): FeatureHandlers<typeof messages> {
  return {
    page: (query) => messagePage(db, query),
    get: ({ id }) => knownMessage(db, id),
    select: ({ id }) => db.transact((tx) => selectBranch(tx, id, now())),
    feedback: ({ id, feedback }) => db.transact((tx) => updateMessage(tx, changeable(tx, id), { feedback, updated_at: now() })),
    remove: ({ id }) => db.transact((tx) => removeMessage(tx, changeable(tx, id), now()), { freesSpace: true }),
    restore: ({ id }) => db.transact((tx) => restoreMessage(tx, id, now())),
  }
}

/** Errors: `unknownMessage`, `inTrash`. */
function changeable(tx: WriteDb, id: string): string {
  assertNotInTrash(tx, knownMessage(tx, id).conversation_id)
  return id
}
