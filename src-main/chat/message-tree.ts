import { conversationError } from '../../src-shared/desktop/conversations.ts'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'
import { changeConversation, knownConversation } from './conversations.ts'
import { branchTo, knownMessage, updateMessage } from './messages.ts'

export interface MessagePage {
  readonly items: MessageRow[]
  readonly siblings: Record<string, string[]>
  readonly has_more: boolean
}

export interface PageQuery {
  readonly conversation_id: string
  readonly leaf_id?: string | undefined
  readonly before_id?: string | undefined
  readonly limit: number
}

/** The end of a branch, or the part of it above `before_id`, oldest first. */
export function messagePage(db: ReadDb, query: PageQuery): MessagePage {
  const conversation = knownConversation(db, query.conversation_id)
  const leafId = pageLeaf(db, query, conversation)
  if (leafId === null) return { items: [], siblings: {}, has_more: false }
  const branch = branchTo(db, leafId, query.limit + 1)
  const items = branch.slice(-query.limit)
  return { items, siblings: siblingsOf(db, conversation.id, items), has_more: branch.length > items.length }
}

function pageLeaf(db: ReadDb, { leaf_id, before_id }: PageQuery, { id, selected_leaf_id }: ConversationRow): string | null {
  if (before_id !== undefined) return messageIn(db, before_id, id).parent_id
  if (leaf_id !== undefined) return messageIn(db, leaf_id, id).id
  return selected_leaf_id ?? newestLeafBelow(db, id, null) ?? null
}

function messageIn(db: ReadDb, id: string, conversationId: string): MessageRow {
  const message = knownMessage(db, id)
  if (message.conversation_id !== conversationId) throw new AppError(conversationError.unknownMessage, { id })
  return message
}

/** For each of the messages that has siblings: all their ids, oldest first, its own among them. */
function siblingsOf(db: ReadDb, conversationId: string, items: readonly MessageRow[]): Record<string, string[]> {
  const parents = new Set(items.map(({ parent_id }) => parent_id))
  const query = { conversationId, parents: JSON.stringify([...parents]), hasRoot: Number(parents.has(null)) }
  const rows = db.prepare<[object], ChildRow>(childrenSql).all(query)
  const byParent = Map.groupBy(rows, ({ parent_id }) => parent_id)
  const siblings = items.map(({ id, parent_id }) => [id, (byParent.get(parent_id) ?? []).map((child) => child.id)] as const)
  return Object.fromEntries(siblings.filter(([, ids]) => ids.length > 1))
}

interface ChildRow {
  readonly id: string
  readonly parent_id: string | null
}

const childrenSql = `
  SELECT id, parent_id, created_at FROM messages
  WHERE conversation_id = @conversationId AND parent_id IN (SELECT value FROM json_each(@parents)) AND deleted_at IS NULL
  UNION ALL
  SELECT id, parent_id, created_at FROM messages WHERE @hasRoot AND conversation_id = @conversationId AND parent_id IS NULL AND deleted_at IS NULL
  ORDER BY created_at, id`

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

/** Shows the branch this message lies on, down to its newest leaf. Looking is not a change: the conversation keeps its place in the list. */
export function selectBranch(tx: WriteDb, messageId: string, at: number): ConversationRow {
  const { id, conversation_id } = knownMessage(tx, messageId)
  return changeConversation(tx, conversation_id, { selected_leaf_id: newestLeafBelow(tx, conversation_id, id) ?? id, at })
}

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
