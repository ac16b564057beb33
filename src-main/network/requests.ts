import type { RequestSummary } from '../../src-shared/desktop/network.ts'
import { type RequestReason, type RequestRow, requestRow } from '../../src-shared/rows/request.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'

export interface RequestQuery {
  readonly query: string
  /** Those whose words, in the language of the window, hold the query. */
  readonly reasons: readonly RequestReason[]
  readonly beforeId?: number | undefined
  readonly limit: number
}

/** Newest first. */
export function listRequests(db: ReadDb, { query, reasons, beforeId, limit }: RequestQuery): RequestRow[] {
  const like = `%${query.replaceAll(/[\\%_]/g, '\\$&')}%`
  const sql = `
    SELECT * FROM requests WHERE id < ?1 AND (
      host LIKE ?2 ESCAPE '\\' OR path LIKE ?2 ESCAPE '\\' OR reason LIKE ?2 ESCAPE '\\' OR subject LIKE ?2 ESCAPE '\\'
      OR reason IN (SELECT value FROM json_each(?4))
    ) ORDER BY id DESC LIMIT ?3`
  return db
    .prepare(sql)
    .all({ 1: beforeId ?? Number.MAX_SAFE_INTEGER, 2: like, 3: limit, 4: JSON.stringify(reasons) })
    .map((row) => requestRow.parse(row))
}

export function summariseRequests(db: ReadDb, since: number): RequestSummary {
  const sql = `
    SELECT count(*) FILTER (WHERE outcome NOT IN ('offline', 'refused')) AS sent,
      count(*) FILTER (WHERE outcome IN ('offline', 'refused')) AS refused,
      coalesce(sum(sent_bytes), 0) AS sent_bytes, coalesce(sum(received_bytes), 0) AS received_bytes
    FROM requests WHERE at >= ?`
  const found = db.prepare<[number], RequestSummary>(sql).get(since)
  return found ?? { sent: 0, refused: 0, sent_bytes: 0, received_bytes: 0 }
}

export function insertRequest(tx: WriteDb, request: Omit<RequestRow, 'id'>): RequestRow {
  const { lastInsertRowid } = tx
    .prepare(`
      INSERT INTO requests (at, method, host, path, reason, subject, outcome, sent_bytes, received_bytes)
      VALUES (@at, @method, @host, @path, @reason, @subject, @outcome, @sent_bytes, @received_bytes)
    `)
    .run(request)
  return tellRequest(tx, { ...request, id: Number(lastInsertRowid) })
}

export function updateRequest(tx: WriteDb, request: RequestRow): RequestRow {
  tx.prepare(`
    UPDATE requests SET outcome = @outcome, sent_bytes = @sent_bytes, received_bytes = @received_bytes WHERE id = @id
  `).run(request)
  return tellRequest(tx, request)
}

/** Those that were under way when the app ended will never be heard of again. */
export function cutOffRequests(tx: WriteDb): void {
  tx.prepare("UPDATE requests SET outcome = 'cut_off' WHERE outcome = 'running'").run()
}

export function forgetRequests(tx: WriteDb, before: number): void {
  tx.prepare('DELETE FROM requests WHERE at < ?').run(before)
}

function tellRequest(tx: WriteDb, row: RequestRow): RequestRow {
  tx.tell({ table: 'requests', id: String(row.id), row })
  return row
}
