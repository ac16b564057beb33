import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { Db, WriteDb } from '../db/database.ts'
import { changeDocument, findDocument, jobOf } from './documents.ts'
import { findJob, putJob } from './import-jobs.ts'
import type { ProgressFeed } from './progress-feed.ts'

/**
 * One document in the hands of its job. Every write looks first whether it still is: it may be removed or stopped meanwhile. One that is
 * queued once more is done to its end, or a file that changes all the time would never be read; then it waits again.
 */
export interface DocumentWork {
  readonly jobId: string
  readonly documentId: string
  /** The row as it is now. Throws `aborted` when the document is no longer the job's. */
  current(): DocumentRow
  /** One transaction, in which some fields of the row may change. Throws `aborted` like `current`. */
  commit(changes: Partial<DocumentRow>, work?: (tx: WriteDb) => void): void
  /** The last commit: the job counts the document and lets go of it. False when it was queued once more: then it only gets `work`. */
  finish(changes: Partial<DocumentRow>, counts: JobCounts, work?: (tx: WriteDb, document: DocumentRow) => void): boolean
}

export type JobCounts = Partial<Record<'done' | 'failed' | 'unchanged', 1>>

export interface DocumentWorkDeps {
  readonly db: Db
  readonly now: () => number
  readonly feed: ProgressFeed
}

export function createDocumentWork({ db, now, feed }: DocumentWorkDeps, jobId: string, documentId: string): DocumentWork {
  function current(reader: Pick<Db, 'prepare'> = db): DocumentRow {
    const document = jobOf(reader, documentId) === jobId ? findDocument(reader, documentId) : undefined
    if (document === undefined || findJob(reader, jobId)?.status !== 'running') throw new AppError(rpcError.aborted)
    return document
  }
  // One that an earlier process had begun may come to its end without another commit.
  let isBegun = findDocument(db, documentId)?.status !== 'waiting'
  const isQueuedAgain = ({ status }: DocumentRow): boolean => isBegun && status === 'waiting'
  return {
    jobId,
    documentId,
    current: () => current(),

    commit(changes, work = () => {}) {
      db.transact((tx) => {
        const document = current(tx)
        const kept = isQueuedAgain(document) ? { status: document.status } : {}
        changeDocument(tx, { ...document, ...changes, ...kept, ...changedAt(changes, now()) }, { jobId })
        work(tx)
      })
      isBegun = true
      feed.documentChanged(documentId)
    },

    finish(changes, counts, work = () => {}) {
      const isDone = db.transact((tx) => {
        const document = current(tx)
        const isLast = !isQueuedAgain(document)
        const changed = { ...document, ...(isLast ? changes : {}), ...changedAt(changes, now()) }
        changeDocument(tx, changed, { jobId: isLast ? null : jobId })
        if (isLast) countDocument(tx, jobId, { counts, at: now() })
        work(tx, changed)
        return isLast
      })
      feed.documentChanged(documentId)
      feed.jobChanged(jobId)
      return isDone
    },
  }
}

/** A document was last changed when its text was: being looked at and found as it was is no change, nor is a vector. */
const changedAt = ({ content_hash: hash }: Partial<DocumentRow>, at: number): Partial<DocumentRow> =>
  hash === undefined ? {} : { updated_at: at }

function countDocument(tx: WriteDb, jobId: string, { counts, at }: { counts: JobCounts; at: number }): void {
  const job = findJob(tx, jobId)
  if (job === undefined) return
  putJob(tx, {
    ...job,
    done: job.done + (counts.done ?? 0),
    failed: job.failed + (counts.failed ?? 0),
    unchanged: job.unchanged + (counts.unchanged ?? 0),
    updated_at: at,
  })
}
