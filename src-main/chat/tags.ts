import { conversationError } from '../../src-shared/desktop/conversations.ts'
import { type TaggedRow, type TagRow, tagRow } from '../../src-shared/rows/conversation.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'
import { journal } from '../db/journal.ts'
import { knownConversation } from './conversations.ts'

export const listTags = (db: ReadDb): TagRow[] =>
  db.prepare('SELECT id, name, updated_at FROM tags ORDER BY name').all().map(parse)

export function tagsOf(db: ReadDb, conversationId: string): TagRow[] {
  const sql =
    'SELECT id, name, updated_at FROM tags JOIN conversation_tags ON tag_id = id WHERE conversation_id = ? ORDER BY name'
  return db.prepare(sql).all(conversationId).map(parse)
}

export function listTagged(db: ReadDb): TaggedRow[] {
  const pairs = db
    .prepare<[], { conversation_id: string; tag_id: string }>('SELECT conversation_id, tag_id FROM conversation_tags')
    .all()
  const tagged = Map.groupBy(pairs, ({ conversation_id }) => conversation_id)
  return [...tagged].map(([conversation_id, of]) => ({ conversation_id, tag_ids: of.map(({ tag_id }) => tag_id) }))
}

export function tagNamed(db: ReadDb, name: string): TagRow | undefined {
  const row = db.prepare('SELECT id, name, updated_at FROM tags WHERE name = ?').get(name)
  return row === undefined ? undefined : parse(row)
}

/** Errors: `tagNameTaken`, in any case of letters; `idTaken`. */
export function insertTag(tx: WriteDb, tag: TagRow): TagRow {
  if (tagNamed(tx, tag.name)) throw new AppError(conversationError.tagNameTaken, { name: tag.name })
  if (isTag(tx, tag.id)) throw new AppError(conversationError.idTaken, { id: tag.id })
  tx.prepare('INSERT INTO tags (id, name, updated_at) VALUES (@id, @name, @updated_at)').run(tag)
  journal(tx, { op: 'put', kind: 'tag', id: tag.id, at: tag.updated_at, args: tag })
  tx.tell({ table: 'tags', id: tag.id, row: tag })
  return tag
}

export function removeTag(tx: WriteDb, id: string, at: number): void {
  if (!isTag(tx, id)) throw new AppError(conversationError.unknownTag, { id })
  tx.prepare('DELETE FROM tags WHERE id = ?').run(id)
  journal(tx, { op: 'remove', kind: 'tag', id, at, args: {} })
  tx.tell({ table: 'tags', id, row: null })
}

export interface Assignment {
  readonly conversationId: string
  readonly tagIds: readonly string[]
  readonly at: number
}

/** Replaces the tags of the conversation. */
export function assignTags(tx: WriteDb, { conversationId, tagIds, at }: Assignment): void {
  const conversation = knownConversation(tx, conversationId)
  const wanted = [...new Set(tagIds)]
  const unknown = wanted.find((id) => !isTag(tx, id))
  if (unknown !== undefined) throw new AppError(conversationError.unknownTag, { id: unknown })
  tx.prepare('DELETE FROM conversation_tags WHERE conversation_id = ?').run(conversationId)
  const insert = tx.prepare('INSERT INTO conversation_tags (conversation_id, tag_id) VALUES (?, ?)')
  for (const id of wanted) insert.run(conversationId, id)
  if (!conversation.local_only)
    journal(tx, { op: 'put', kind: 'conversation', id: conversationId, at, args: { tag_ids: wanted } })
  tx.tell({ table: 'conversation_tags', id: conversationId, row: { conversation_id: conversationId, tag_ids: wanted } })
}

const isTag = (db: ReadDb, id: string): boolean => db.prepare('SELECT 1 FROM tags WHERE id = ?').get(id) !== undefined

const parse = (row: unknown): TagRow => tagRow.parse(row)
