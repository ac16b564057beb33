import { conversationError } from '../../src-shared/desktop/conversations.ts'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ReadDb } from '../db/database.ts'
import { knownConversation } from './conversations.ts'
import { isAbove, newestLeafBelow } from './message-tree.ts'
import { branchBelow, branchTo, knownMessage } from './messages.ts'

export interface MessagePage {
  readonly items: MessageRow[]
  readonly siblings: Record<string, string[]>
  readonly has_more: boolean
  readonly has_newer: boolean
}

export interface PageQuery {
  readonly conversation_id: string
  readonly leaf_id?: string | undefined
  readonly before_id?: string | undefined
  readonly after_id?: string | undefined
  readonly around_id?: string | undefined
  readonly limit: number
}

/** A part of a branch, oldest first: its end, what is above `before_id` or below `after_id`, or both sides of `around_id`. */
export function messagePage(db: ReadDb, query: PageQuery): MessagePage {
  const conversation = knownConversation(db, query.conversation_id)
  const { items, ...more } = partOf(db, query, conversation)
  return { items, siblings: siblingsOf(db, conversation.id, items), ...more }
}

type Part = Omit<MessagePage, 'siblings'>

function partOf(db: ReadDb, query: PageQuery, conversation: ConversationRow): Part {
  const { before_id, after_id, around_id, limit } = query
  if (before_id !== undefined) return endOf(db, messageIn(db, before_id, conversation.id).parent_id, { limit, has_newer: true })
  const leafId = leafOf(db, query, conversation)
  if (after_id !== undefined) return { ...below(db, { id: after_id, leafId, limit }), has_more: true }
  if (around_id === undefined) return endOf(db, leafId, { limit, has_newer: false })
  const above = endOf(db, around_id, { limit: Math.ceil(limit / 2), has_newer: true })
  const rest = below(db, { id: around_id, leafId, limit: limit - above.items.length })
  return { ...above, items: [...above.items, ...rest.items], has_newer: rest.has_newer }
}

interface Extent {
  readonly limit: number
  readonly has_newer: boolean
}

function endOf(db: ReadDb, leafId: string | null, { limit, has_newer }: Extent): Part {
  const branch = leafId === null ? [] : branchTo(db, leafId, limit + 1)
  const items = branch.slice(-limit)
  return { items, has_more: branch.length > items.length, has_newer }
}

interface Below {
  readonly id: string
  readonly leafId: string | null
  readonly limit: number
}

function below(db: ReadDb, { id, leafId, limit }: Below): Pick<Part, 'items' | 'has_newer'> {
  const branch = leafId === null || limit === 0 ? [] : branchBelow(db, id, { leafId, limit: limit + 1 })
  const items = branch.slice(0, limit)
  return { items, has_newer: branch.length > items.length }
}

/** Where the branch ends that is read downwards: the selected leaf, unless what is asked for lies on another branch. */
function leafOf(db: ReadDb, query: PageQuery, { id, selected_leaf_id }: ConversationRow): string | null {
  const { leaf_id, after_id, around_id } = query
  const leafId = leaf_id === undefined ? (selected_leaf_id ?? newestLeafBelow(db, id, null)) : messageIn(db, leaf_id, id).id
  const from = after_id ?? around_id
  if (from === undefined) return leafId ?? null
  const fromId = messageIn(db, from, id).id
  if (leafId !== undefined && isAbove(db, fromId, leafId)) return leafId
  return newestLeafBelow(db, id, fromId) ?? fromId
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
