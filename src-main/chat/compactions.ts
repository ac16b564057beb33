import { contextError } from '../../src-shared/desktop/context.ts'
import { type CompactionRow, compactionRow } from '../../src-shared/rows/compaction.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'
import { forgetEntries, journal, withoutBody } from '../db/journal.ts'

/** Of every branch, in the order of their making. */
export function listCompactions(db: ReadDb, conversationId: string): CompactionRow[] {
  const sql = `SELECT ${columns} FROM compactions WHERE conversation_id = ? ORDER BY created_at, id`
  return db
    .prepare(sql)
    .all(conversationId)
    .map((row) => compactionRow.safeParse(row).data)
    .filter((row) => row !== undefined)
}

export function knownCompaction(db: ReadDb, id: string): CompactionRow {
  const row = compactionRow.safeParse(db.prepare(`SELECT ${columns} FROM compactions WHERE id = ?`).get(id)).data
  if (!row) throw new AppError(contextError.unknownCompaction, { id })
  return row
}

/** The one that stands for the most messages of the branch that ends at this message. */
export function compactionOn(db: ReadDb, leafId: string): CompactionRow | undefined {
  const id = db.prepare<[string], string>(nearestSql).pluck().get(leafId)
  return id === undefined ? undefined : knownCompaction(db, id)
}

/** Inserts or replaces it; another one that ends at the same message gives way. */
export function putCompaction(tx: WriteDb, row: CompactionRow): CompactionRow {
  const others = tx.prepare<[string, string], string>('SELECT id FROM compactions WHERE message_id = ? AND id <> ?').pluck()
  for (const id of others.all(row.message_id, row.id)) removeCompaction(tx, id, row.updated_at)
  tx.prepare(`
    INSERT INTO compactions (${columns}) VALUES (${names.map((name) => `@${name}`).join(', ')})
    ON CONFLICT (id) DO UPDATE SET text = @text, source = @source, model_id = @model_id, updated_at = @updated_at
  `).run(row)
  journalCompaction(tx, row)
  tx.tell({ table: 'compactions', id: row.id, row })
  return row
}

export function removeCompaction(tx: WriteDb, id: string, at: number): CompactionRow {
  const row = knownCompaction(tx, id)
  tx.prepare('DELETE FROM compactions WHERE id = ?').run(id)
  forgetEntries(tx, 'compaction', [id])
  if (!isLocal(tx, row.conversation_id)) journal(tx, { op: 'remove', kind: 'compaction', id, at, args: {} })
  tx.tell({ table: 'compactions', id, row: null })
  return row
}

/** Tells sync, unless the conversation stays on this device. The words stay in the row. */
export function journalCompaction(tx: WriteDb, row: CompactionRow): void {
  if (isLocal(tx, row.conversation_id)) return
  journal(tx, { op: 'put', kind: 'compaction', id: row.id, at: row.updated_at, args: withoutBody(row) })
}

const isLocal = (db: ReadDb, conversationId: string): boolean =>
  db.prepare('SELECT local_only FROM conversations WHERE id = ?').pluck().get(conversationId) === 1

const names = Object.keys(compactionRow.shape)
const columns = names.join(', ')

// A chat without a summary is not climbed; with one the climb ends where it is met.
const nearestSql = `
  WITH RECURSIVE branch (id, parent_id) AS (
    SELECT id, parent_id FROM messages
    WHERE id = ? AND EXISTS (SELECT 1 FROM compactions WHERE compactions.conversation_id = messages.conversation_id)
    UNION ALL
    SELECT above.id, above.parent_id FROM branch JOIN messages AS above ON above.id = branch.parent_id
  )
  SELECT compactions.id FROM branch CROSS JOIN compactions ON compactions.message_id = branch.id LIMIT 1`
