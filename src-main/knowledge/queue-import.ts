import { basename } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { noFacets } from '../../src-shared/rows/facets.ts'
import type { DocumentRow, ImportJobRow } from '../../src-shared/rows/knowledge.ts'
import type { Db, WriteDb } from '../db/database.ts'
import { findCollection } from './collections.ts'
import { addDocument, changeDocument, documentAt, findDocument } from './documents.ts'
import { findJob, forgetFaults, isPaused, putJob, withdrawFromJob } from './import-jobs.ts'
import { tellJob } from './tell-knowledge.ts'

export interface FileToImport {
  /** null when it was handed over as bytes. */
  readonly path: string | null
  readonly name: string
  readonly sizeBytes: number
  /** Of the document that is meant, or the id that a new one gets. */
  readonly documentId: string
}

export interface Queue {
  readonly db: Db
  readonly jobId: string
  readonly collectionId: string
  readonly at: number
}

const filesPerCommit = 500

/**
 * The rows of a job: from here on it survives whatever happens. A file the collection has already is read again, not doubled.
 * Files that are dropped together come one by one into one job, which goes on as it is: running, or paused.
 */
export async function queueImport(queue: Queue, files: readonly FileToImport[]): Promise<ImportJobRow> {
  const { db, jobId } = queue
  const status = isPaused(db, jobId) ? 'stopped' : 'running'
  if (files.length <= filesPerCommit) return db.transact((tx) => tellQueued(tx, addFiles(tx, queue, { files, status })))
  for (let from = 0; from < files.length; from += filesPerCommit) {
    const piece = files.slice(from, from + filesPerCommit)
    // Stopped until it is whole: the caller was told nothing yet, so a job cut short here may be left as it is.
    db.transact((tx) => addFiles(tx, queue, { files: piece, status: 'stopped' }))
    await nextTurn()
  }
  return db.transact((tx) => tellQueued(tx, { ...(findJob(tx, jobId) ?? newJob(queue)), status }))
}

interface Added {
  readonly files: readonly FileToImport[]
  readonly status: ImportJobRow['status']
}

/** Who adds files wants them read: a job that was done, or that a fault stopped, runs again. One that a person paused stays so. */
function addFiles(tx: WriteDb, queue: Queue, { files, status }: Added): ImportJobRow {
  const known = findJob(tx, queue.jobId)
  if (known === undefined) putJob(tx, { ...newJob(queue), status })
  if (status === 'running') forgetFaults(tx, queue.jobId)
  for (const file of files) queueFile(tx, queue, file)
  const now = findJob(tx, queue.jobId) ?? newJob(queue)
  return putJob(tx, { ...now, status, total: now.total + files.length })
}

function tellQueued(tx: WriteDb, job: ImportJobRow): ImportJobRow {
  const queued = putJob(tx, job)
  tellJob(tx, job.id, queued)
  return queued
}

export const newJob = ({ jobId, collectionId, at }: Omit<Queue, 'db'>): ImportJobRow => ({
  id: jobId,
  collection_id: collectionId,
  status: 'running',
  total: 0,
  done: 0,
  failed: 0,
  unchanged: 0,
  created_at: at,
  updated_at: at,
})

/** Answers the id of the document that the file is. */
export function queueFile(tx: WriteDb, { jobId, collectionId, at }: Omit<Queue, 'db'>, file: FileToImport): string {
  const { path, name, sizeBytes, documentId } = file
  const known = findDocument(tx, documentId) ?? (path === null ? undefined : documentAt(tx, collectionId, path))
  if (known !== undefined) {
    withdrawFromJob(tx, known.id)
    changeDocument(tx, { ...known, status: 'waiting', fault: null }, { jobId })
    return known.id
  }
  const { tags, category, importance } = findCollection(tx, collectionId) ?? noFacets
  const given = { tags, category, importance, created_at: at, updated_at: at }
  addDocument(tx, { ...blank, id: documentId, collection_id: collectionId, name, path, size_bytes: sizeBytes, ...given }, jobId)
  return documentId
}

const blank = {
  kind: null,
  title: null,
  content_hash: null,
  status: 'waiting',
  fault: null,
  warnings: [],
  pages: null,
  characters: null,
  passages: null,
} as const satisfies Partial<DocumentRow>

export const fileAt = (path: string, sizeBytes: number, documentId: string): FileToImport => ({
  path,
  name: basename(path),
  sizeBytes,
  documentId,
})
