import { randomUUIDv7 } from 'node:crypto'
import { entityId } from '../../src-shared/rows/columns.ts'
import { conversationRow } from '../../src-shared/rows/conversation.ts'
import { messageRow } from '../../src-shared/rows/message.ts'
import type { Db, WriteDb } from './database.ts'
import { readRow } from './read-row.ts'
import { conversationStandIn, messageStandIn } from './stand-ins.ts'
import type { UnreadableRow } from './store-jobs.ts'

/**
 * Keeps the originals of rows that could not be read, and leaves in their place what can be shown of them: a message keeps
 * its place in its tree, so that nothing below it is hidden.
 */
export function setAside(db: Db, rows: readonly UnreadableRow[], at: number): void {
  if (rows.length === 0) return
  db.transact((tx) => {
    // An id is named by other rows, all of which follow before the commit.
    tx.prepare('PRAGMA defer_foreign_keys = ON').run()
    for (const row of rows) keepOriginal(tx, row, at)
    const renamed = rows.map((row) => (entityId.safeParse(row.id).success ? row : rename(tx, row)))
    for (const row of renamed) mend(tx, row)
  })
}

function keepOriginal(tx: WriteDb, { table, id, reason }: UnreadableRow, at: number): void {
  const row = tx.prepare(`SELECT * FROM ${table} WHERE id = ?`).get(id)
  if (row === undefined) return
  const values = [table, id, JSON.stringify(row), reason, at]
  tx.prepare('INSERT INTO set_aside (kind, row_id, content, reason, at) VALUES (?, ?, ?, ?, ?)').run(...values)
}

/** What names a row by its id, with or without a foreign key. Not the log of usage: its lines are chained by hashes and stay as they are. */
const references = {
  conversations: [
    'messages.conversation_id',
    'conversation_tags.conversation_id',
    'drafts.id',
    'compactions.conversation_id',
    'collections.owner',
  ],
  messages: ['messages.parent_id', 'conversations.selected_leaf_id', 'compactions.message_id', 'sent_attachments.message_id'],
} as const

function rename(tx: WriteDb, row: UnreadableRow): UnreadableRow {
  const id = randomUUIDv7()
  tx.prepare(`UPDATE ${row.table} SET id = ? WHERE id = ?`).run(id, row.id)
  for (const reference of references[row.table]) {
    const [table, column] = reference.split('.')
    tx.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${column} = ?`).run(id, row.id)
  }
  return { ...row, id }
}

function mend(tx: WriteDb, { table, id }: UnreadableRow): void {
  const stored = tx.prepare(`SELECT * FROM ${table} WHERE id = ?`).get(id)
  const row =
    table === 'messages' ? readRow(messageRow, stored, messageStandIn) : readRow(conversationRow, stored, conversationStandIn)
  if (row === undefined) return
  const fields = Object.keys(row).filter((name) => name !== 'id')
  tx.prepare(`UPDATE ${table} SET ${fields.map((name) => `${name} = @${name}`).join(', ')} WHERE id = @id`).run(columnsOf(row))
}

/** As the file keeps them: flags as numbers, lists and objects as JSON. */
function columnsOf(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, columnOf(value)]))
}

function columnOf(value: unknown): unknown {
  if (typeof value === 'boolean') return Number(value)
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}
