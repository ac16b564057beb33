import { titleFrom } from '../../src-shared/conversation-title.ts'
import { conversationError } from '../../src-shared/desktop/conversations.ts'
import { type ConversationRow, conversationRow } from '../../src-shared/rows/conversation.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'
import { forgetEntries, journal } from '../db/journal.ts'
import { readRow } from '../db/read-row.ts'
import { conversationStandIn } from '../db/stand-ins.ts'

export type ConversationFields = Partial<Omit<ConversationRow, 'id' | 'created_at'>>

export function findConversation(db: ReadDb, id: string): ConversationRow | undefined {
  const row = db.prepare(`SELECT ${columns} FROM conversations WHERE id = ?`).get(id)
  return row === undefined ? undefined : parse(row)
}

export function knownConversation(db: ReadDb, id: string): ConversationRow {
  const conversation = findConversation(db, id)
  if (!conversation) throw new AppError(conversationError.unknown, { id })
  return conversation
}

export interface PageStart {
  readonly updated_at: number
  readonly id: string
}

const views = {
  active: 'deleted_at IS NULL AND archived = 0',
  archived: 'deleted_at IS NULL AND archived = 1',
  trash: 'deleted_at IS NOT NULL',
} as const

export interface ListQuery {
  readonly view: keyof typeof views
  readonly limit: number
  /** The last row of the page before this one. */
  readonly after?: PageStart | undefined
}

/** Newest first. */
export function listConversations(db: ReadDb, { view, limit, after }: ListQuery): ConversationRow[] {
  const older = after === undefined ? '' : 'AND (updated_at, id) < (@updated_at, @id)'
  const sql = `SELECT ${columns} FROM conversations WHERE ${views[view]} ${older} ORDER BY updated_at DESC, id DESC LIMIT @limit`
  const rows = db.prepare<[object]>(sql).all({ limit, ...after })
  return rows.map(parse).filter((row) => row !== undefined)
}

export function insertConversation(tx: WriteDb, conversation: ConversationRow): ConversationRow {
  const taken = tx.prepare('SELECT 1 FROM conversations WHERE id = ?').get(conversation.id)
  if (taken !== undefined) throw new AppError(conversationError.idTaken, { id: conversation.id })
  tx.prepare(`INSERT INTO conversations (${columns}) VALUES (${parameters})`).run(stored(conversation))
  journalConversation(tx, conversation)
  tx.tell({ table: 'conversations', id: conversation.id, row: conversation })
  return conversation
}

/** A change without `updated_at` leaves the conversation at its place in the list; `at` then says when it was made. */
export type ConversationChange = ConversationFields & { readonly at?: number }

export function changeConversation(tx: WriteDb, id: string, { at, ...fields }: ConversationChange): ConversationRow {
  const before = knownConversation(tx, id)
  const after = { ...before, ...fields }
  tx.prepare(`UPDATE conversations SET ${assignments} WHERE id = @id`).run(stored(after))
  // From the change that keeps it on this device on, nothing of it is told; that change itself is, so that a copy elsewhere can go.
  if (!before.local_only) journal(tx, { op: 'put', kind: 'conversation', id, at: at ?? after.updated_at, args: fields })
  tx.tell({ table: 'conversations', id, row: after })
  return after
}

/** Erases it with its messages, for good. */
export function eraseConversation(tx: WriteDb, { id, local_only }: ConversationRow, at: number): void {
  const messages = tx.prepare<[string], string>('SELECT id FROM messages WHERE conversation_id = ?').pluck().all(id)
  const compactions = tx.prepare<[string], string>('SELECT id FROM compactions WHERE conversation_id = ?').pluck().all(id)
  forgetEntries(tx, 'message', messages)
  forgetEntries(tx, 'compaction', compactions)
  forgetEntries(tx, 'conversation', [id])
  tx.prepare(`
    DELETE FROM drafts WHERE id = @id OR id IN (SELECT id FROM messages WHERE conversation_id = @id)
      OR id IN (SELECT id FROM compactions WHERE conversation_id = @id)
  `).run({ id })
  tx.prepare('DELETE FROM conversations WHERE id = ?').run(id)
  if (!local_only) journal(tx, { op: 'remove', kind: 'conversation', id, at, args: {} })
  tx.tell({ table: 'conversations', id, row: null })
}

/** What lies in the trash is read only. Errors: `inTrash`. */
export function assertNotInTrash(db: ReadDb, id: string): void {
  const row = findConversation(db, id)
  if (row && row.deleted_at !== null) throw new AppError(conversationError.inTrash, { id })
}

export interface FirstWords {
  readonly id: string
  readonly at: number
  readonly firstQuestion: string
  readonly collection_ids?: readonly string[] | undefined
  readonly persona_id?: string | null | undefined
}

/** The conversation a question belongs to: made when its id is unknown, named after its first question while it has no title. */
export function ensureConversation(tx: WriteDb, { id, at, firstQuestion, ...choices }: FirstWords): ConversationRow {
  const known = findConversation(tx, id)
  const title = titleFrom(firstQuestion)
  const chosen = chosenOf(tx, choices)
  if (!known) return insertConversation(tx, { ...newConversation(id, at), title, ...chosen })
  const named = known.title === '' && known.title_source === 'auto' ? { title } : {}
  const changes = { ...named, ...chosen }
  return Object.keys(changes).length === 0 ? known : changeConversation(tx, id, { ...changes, updated_at: at })
}

type Choices = Pick<FirstWords, 'collection_ids' | 'persona_id'>

const chosenOf = (tx: WriteDb, { collection_ids, persona_id }: Choices): ConversationFields => ({
  ...(collection_ids === undefined ? {} : { collection_ids: [...collection_ids] }),
  // One that was removed meanwhile keeps nobody from asking.
  ...(persona_id === undefined ? {} : { persona_id: persona_id !== null && isPersona(tx, persona_id) ? persona_id : null }),
})

export const isPersona = (db: ReadDb, id: string): boolean =>
  db.prepare('SELECT 1 FROM personas WHERE id = ?').get(id) !== undefined

export const newConversation = (id: string, at: number): ConversationRow => ({
  id,
  title: '',
  title_source: 'auto',
  folder_id: null,
  selected_leaf_id: null,
  model_id: null,
  persona_id: null,
  collection_ids: [],
  pinned: false,
  archived: false,
  local_only: false,
  created_at: at,
  updated_at: at,
  deleted_at: null,
})

/** Tells sync all of it, unless it stays on this device. */
export function journalConversation(tx: WriteDb, conversation: ConversationRow): void {
  const { id, local_only, updated_at } = conversation
  if (!local_only) journal(tx, { op: 'put', kind: 'conversation', id, at: updated_at, args: conversation })
}

const names = Object.keys(conversationRow.shape)
const columns = names.join(', ')
const parameters = names.map((name) => `@${name}`).join(', ')
const assignments = names
  .filter((name) => name !== 'id')
  .map((name) => `${name} = @${name}`)
  .join(', ')

const stored = (row: ConversationRow) => ({
  ...row,
  collection_ids: JSON.stringify(row.collection_ids),
  pinned: Number(row.pinned),
  archived: Number(row.archived),
  local_only: Number(row.local_only),
})

const parse = (row: unknown): ConversationRow | undefined => readRow(conversationRow, row, conversationStandIn)
