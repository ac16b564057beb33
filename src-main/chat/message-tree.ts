import { conversationError } from '../../src-shared/desktop/conversations.ts'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'
import { assertNotInTrash, changeConversation, knownConversation } from './conversations.ts'
import { knownMessage, updateMessage } from './messages.ts'

/** The newest message without an answer below it, among the descendants of `fromId` and itself; of the whole tree for null. */
export function newestLeafBelow(db: ReadDb, conversationId: string, fromId: string | null): string | undefined {
  const sql = fromId === null ? newestLeafSql : newestLeafFromSql
  return db.prepare<[object], string>(sql).pluck().get({ conversationId, fromId })
}

const isLeaf = 'NOT EXISTS (SELECT 1 FROM messages AS below WHERE below.parent_id = messages.id AND below.deleted_at IS NULL)'
const newestFirst = 'ORDER BY messages.created_at DESC, messages.id DESC LIMIT 1'

const newestLeafSql = `
  SELECT id FROM messages WHERE conversation_id = @conversationId AND deleted_at IS NULL AND ${isLeaf} ${newestFirst}`

const newestLeafFromSql = `
  WITH RECURSIVE below (id) AS (
    VALUES (@fromId) UNION SELECT messages.id FROM below JOIN messages ON messages.parent_id = below.id WHERE messages.deleted_at IS NULL
  )
  SELECT messages.id FROM below JOIN messages ON messages.id = below.id
  WHERE messages.conversation_id = @conversationId AND deleted_at IS NULL AND ${isLeaf} ${newestFirst}`

export interface Selection {
  readonly leafId: string
  readonly at: number
}

/** Shows the branch that ends at this message. */
export function selectLeaf(tx: WriteDb, conversationId: string, { leafId, at }: Selection): ConversationRow {
  return changeConversation(tx, conversationId, { selected_leaf_id: leafId, updated_at: at })
}

/**
 * Shows the branch this message lies on: the selected one if it does, else the one down to its newest leaf. Looking is not a
 * change: the conversation keeps its place in the list.
 */
export function selectBranch(tx: WriteDb, messageId: string, at: number): ConversationRow {
  const { id, conversation_id } = knownMessage(tx, messageId)
  const conversation = knownConversation(tx, conversation_id)
  if (conversation.selected_leaf_id !== null && isAbove(tx, id, conversation.selected_leaf_id)) return conversation
  return changeConversation(tx, conversation_id, { selected_leaf_id: newestLeafBelow(tx, conversation_id, id) ?? id, at })
}

/** Whether the message is on the path from the root to the leaf; the leaf itself is. */
export const isAbove = (db: ReadDb, id: string, leafId: string): boolean =>
  db.prepare<[object], number>(isAboveSql).pluck().get({ id, leafId }) === 1

const isAboveSql = `
  WITH RECURSIVE path (id) AS (
    VALUES (@leafId) UNION ALL SELECT messages.parent_id FROM path JOIN messages ON messages.id = path.id WHERE path.id <> @id
  )
  SELECT EXISTS (SELECT 1 FROM path WHERE id = @id)`

/** Takes the message and everything below it out of the conversation; what is shown moves to the nearest branch that is left. */
export function removeMessage(tx: WriteDb, messageId: string, at: number): void {
  const { id, conversation_id, parent_id } = knownMessage(tx, messageId)
  const removed = tx.prepare<[string], string>(subtreeSql).pluck().all(id)
  for (const each of removed) updateMessage(tx, each, { deleted_at: at, updated_at: at })
  const { selected_leaf_id } = knownConversation(tx, conversation_id)
  if (selected_leaf_id !== null && !removed.includes(selected_leaf_id)) return
  const left = newestLeafBelow(tx, conversation_id, parent_id) ?? null
  changeConversation(tx, conversation_id, { selected_leaf_id: left, updated_at: at })
}

const subtreeSql = `
  WITH RECURSIVE below (id) AS (
    VALUES (?) UNION SELECT messages.id FROM below JOIN messages ON messages.parent_id = below.id WHERE messages.deleted_at IS NULL
  )
  SELECT id FROM below`

/** Brings back what was taken out together with this message, and shows its branch. */
export function restoreMessage(tx: WriteDb, messageId: string, at: number): ConversationRow {
  const removed = tx
    .prepare<[string], RemovedRow>('SELECT id, conversation_id, deleted_at FROM messages WHERE id = ?')
    .get(messageId)
  if (!removed) throw new AppError(conversationError.unknownMessage, { id: messageId })
  assertNotInTrash(tx, removed.conversation_id)
  const together = { id: messageId, deletedAt: removed.deleted_at }
  const ids = removed.deleted_at === null ? [] : tx.prepare<[object], string>(removedTogetherSql).pluck().all(together)
  for (const id of ids) updateMessage(tx, id, { deleted_at: null, updated_at: at })
  return selectBranch(tx, messageId, at)
}

interface RemovedRow {
  readonly id: string
  readonly conversation_id: string
  readonly deleted_at: number | null
}

const removedTogetherSql = `
  WITH RECURSIVE below (id) AS (
    VALUES (@id) UNION SELECT messages.id FROM below JOIN messages ON messages.parent_id = below.id WHERE messages.deleted_at = @deletedAt
  )
  SELECT id FROM below`
