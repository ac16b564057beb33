import { conversationError } from '../../src-shared/desktop/conversations.ts'
import { type MessageRow, messageRow } from '../../src-shared/rows/message.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'
import { journal, withoutBody } from '../db/journal.ts'
import { readRow } from '../db/read-row.ts'
import { messageStandIn } from '../db/stand-ins.ts'

export type MessageFields = Partial<Omit<MessageRow, 'id' | 'conversation_id' | 'parent_id' | 'created_at'>>

/** A message that is there; removed ones are not. */
export function findMessage(db: ReadDb, id: string): MessageRow | undefined {
  const row = db.prepare(`SELECT ${columns} FROM messages WHERE id = ? AND deleted_at IS NULL`).get(id)
  return row === undefined ? undefined : parseMessage(row)
}

export function knownMessage(db: ReadDb, id: string): MessageRow {
  const message = findMessage(db, id)
  if (!message) throw new AppError(conversationError.unknownMessage, { id })
  return message
}

/** The path from the root to the message, oldest first; of a long one the end, at most `limit` messages. */
export function branchTo(db: ReadDb, leafId: string, limit = 100_000): MessageRow[] {
  const rows = db.prepare(branchSql).all({ leafId, limit })
  return rows.map(parseMessage).filter((row) => row !== undefined)
}

/** The path from below the message to the leaf under it, oldest first; of a long one the beginning, at most `limit` messages. */
export function branchBelow(db: ReadDb, id: string, { leafId, limit }: { leafId: string; limit: number }): MessageRow[] {
  const rows = db.prepare(branchBelowSql).all({ id, leafId, limit })
  return rows.map(parseMessage).filter((row) => row !== undefined)
}

/** Every message of the conversation that is there, in the order of their making. */
export function allMessages(db: ReadDb, conversationId: string): MessageRow[] {
  const sql = `SELECT ${columns} FROM messages WHERE conversation_id = ? AND deleted_at IS NULL ORDER BY created_at, id`
  const rows = db.prepare(sql).all(conversationId)
  return rows.map(parseMessage).filter((row) => row !== undefined)
}

/** A question enters the journal at once, an answer when its stream ends: words on their way are never synced. */
export function insertMessage(tx: WriteDb, message: MessageRow): MessageRow {
  const taken = tx.prepare('SELECT 1 FROM messages WHERE id = ?').get(message.id)
  if (taken !== undefined) throw new AppError(conversationError.idTaken, { id: message.id })
  tx.prepare(`INSERT INTO messages (${columns}) VALUES (${parameters})`).run(storedMessage(message))
  if (message.status !== 'writing') journalMessage(tx, message, message)
  tx.tell({ table: 'messages', id: message.id, row: message })
  return message
}

/** Changes the fields. While the message is being written nothing is journalled; the row that ends the writing is, whole. */
export function updateMessage(tx: WriteDb, id: string, fields: MessageFields): MessageRow {
  const before = parseKnown(tx.prepare(`SELECT ${columns} FROM messages WHERE id = ?`).get(id), id)
  const after = { ...before, ...fields }
  tx.prepare(`UPDATE messages SET ${assignmentsOf(fields)} WHERE id = @id`).run(storedMessage(after))
  if (after.status !== 'writing') journalMessage(tx, after, before.status === 'writing' ? after : fields)
  tx.tell({ table: 'messages', id, row: after.deleted_at === null ? after : null })
  return after
}

/** Tells sync, unless the conversation stays on this device. */
export function journalMessage(tx: WriteDb, { id, conversation_id, updated_at }: MessageRow, args: Partial<MessageRow>): void {
  const isLocal = tx.prepare('SELECT local_only FROM conversations WHERE id = ?').pluck().get(conversation_id) === 1
  if (!isLocal) journal(tx, { op: 'put', kind: 'message', id, at: updated_at, args: withoutBody(args) })
}

const names = Object.keys(messageRow.shape)
const columns = names.join(', ')
const parameters = names.map((name) => `@${name}`).join(', ')

/** Of these columns only: SQLite writes the indexes of every column that is named anew, and a growing answer is stored six times a second. */
const assignmentsOf = (fields: MessageFields): string =>
  names
    .filter((name) => name in fields)
    .map((name) => `${name} = @${name}`)
    .join(', ')

// Climbs by ids only and reads the rows once at the end: ten thousand messages high, a page stays cheap.
const branchSql = `
  WITH RECURSIVE branch (id, parent_id, depth) AS (
    SELECT id, parent_id, 1 FROM messages WHERE id = @leafId
    UNION ALL
    SELECT above.id, above.parent_id, depth + 1 FROM branch JOIN messages AS above ON above.id = branch.parent_id WHERE depth < @limit
  )
  SELECT ${names.map((name) => `messages.${name}`).join(', ')} FROM branch JOIN messages ON messages.id = branch.id
  WHERE deleted_at IS NULL ORDER BY depth DESC`

const branchBelowSql = `
  WITH RECURSIVE branch (id, parent_id, depth) AS (
    SELECT id, parent_id, 1 FROM messages WHERE id = @leafId AND id <> @id
    UNION ALL
    SELECT above.id, above.parent_id, depth + 1 FROM branch JOIN messages AS above ON above.id = branch.parent_id WHERE above.id <> @id
  ),
  beginning AS (SELECT id, depth FROM branch ORDER BY depth DESC LIMIT @limit)
  SELECT ${names.map((name) => `messages.${name}`).join(', ')} FROM beginning JOIN messages ON messages.id = beginning.id
  WHERE deleted_at IS NULL ORDER BY depth DESC`

const storedMessage = (row: MessageRow) => ({
  ...row,
  fault: row.fault === null ? null : JSON.stringify(row.fault),
  sources: JSON.stringify(row.sources),
  search: row.search === null ? null : JSON.stringify(row.search),
  timings: row.timings === null ? null : JSON.stringify(row.timings),
})

export const parseMessage = (row: unknown): MessageRow | undefined => readRow(messageRow, row, messageStandIn)

function parseKnown(row: unknown, id: string): MessageRow {
  const message = row === undefined ? undefined : parseMessage(row)
  if (!message) throw new AppError(conversationError.unknownMessage, { id })
  return message
}
