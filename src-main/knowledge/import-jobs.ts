import { type DocumentRow, documentRow, type ImportJobRow, importJobRow } from '../../src-shared/rows/knowledge.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'

const columns = 'id, collection_id, status, total, done, failed, unchanged, created_at, updated_at'

/** Newest first. What is attached to a chat is read without being listed. */
export function listJobs(db: ReadDb): ImportJobRow[] {
  const ofTheKnowledge = 'collection_id IN (SELECT id FROM collections WHERE owner IS NULL)'
  return db
    .prepare(`SELECT ${columns} FROM import_jobs WHERE ${ofTheKnowledge} ORDER BY created_at DESC, id DESC`)
    .all()
    .map(parse)
}

export function findJob(db: ReadDb, id: string): ImportJobRow | undefined {
  const row = db.prepare(`SELECT ${columns} FROM import_jobs WHERE id = ?`).get(id)
  return row === undefined ? undefined : parse(row)
}

export function putJob(tx: WriteDb, job: ImportJobRow): ImportJobRow {
  tx.prepare(`
    INSERT INTO import_jobs (${columns})
    VALUES (@id, @collection_id, @status, @total, @done, @failed, @unchanged, @created_at, @updated_at)
    ON CONFLICT (id) DO UPDATE SET status = @status, total = @total, done = @done, failed = @failed, unchanged = @unchanged,
      updated_at = @updated_at
  `).run(job)
  return job
}

export interface NextDocument {
  readonly jobId: string
  readonly document: DocumentRow
}

/**
 * What is to be done next: of the oldest running job, what was begun before what waits. What is attached to a chat comes
 * before any import, for a question waits for it; what a watched folder brings comes after what a person asked for. `besideId`
 * is a document that is in hand already.
 */
export function nextDocument(db: ReadDb, besideId = ''): NextDocument | undefined {
  const jobId = db
    .prepare<[string], string>(`
      SELECT id FROM import_jobs
      WHERE status = 'running' AND EXISTS (SELECT 1 FROM documents WHERE job_id = import_jobs.id AND id <> ?)
      ORDER BY collection_id IN (SELECT id FROM collections WHERE owner IS NOT NULL) DESC,
        id IN (SELECT id FROM watched_folders), created_at, id LIMIT 1
    `)
    .pluck()
    .get(besideId)
  if (jobId === undefined) return undefined
  const ofStatus = db.prepare('SELECT * FROM documents WHERE job_id = ? AND status = ? AND id <> ? ORDER BY rowid LIMIT 1')
  const first = (status: DocumentRow['status']): unknown => ofStatus.get(jobId, status, besideId)
  const row = first('embedding') ?? first('reading') ?? first('waiting')
  return row === undefined ? undefined : { jobId, document: documentRow.parse(row) }
}

/** Whether a person stopped it: a fault that stops a job stands with the document it met. */
export function isPaused(db: ReadDb, id: string): boolean {
  const isFaulty = db.prepare('SELECT 1 FROM documents WHERE job_id = ? AND fault IS NOT NULL LIMIT 1')
  return findJob(db, id)?.status === 'stopped' && isFaulty.get(id) === undefined
}

/** What a fault left with its documents, so that they are tried as if for the first time. */
export function forgetFaults(tx: WriteDb, id: string): void {
  tx.prepare('UPDATE documents SET fault = NULL WHERE job_id = ? AND fault IS NOT NULL').run(id)
}

/** To be called before a document leaves its job undone: the job does not wait for it any more. */
export function withdrawFromJob(tx: WriteDb, documentId: string): void {
  tx.prepare('UPDATE import_jobs SET total = total - 1 WHERE id = (SELECT job_id FROM documents WHERE id = ?)').run(documentId)
}

/** Jobs that run and have nothing left to do. */
export function emptyJobs(db: ReadDb): ImportJobRow[] {
  return db
    .prepare(`SELECT ${columns} FROM import_jobs
      WHERE status = 'running' AND NOT EXISTS (SELECT 1 FROM documents WHERE job_id = import_jobs.id)`)
    .all()
    .map(parse)
}

const parse = (row: unknown): ImportJobRow => importJobRow.parse(row)
