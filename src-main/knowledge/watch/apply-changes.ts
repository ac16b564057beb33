import { basename } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ImportJobRow } from '../../../src-shared/rows/knowledge.ts'
import type { WatchedFolderRow } from '../../../src-shared/rows/watched-folder.ts'
import type { Db, ReadDb, WriteDb } from '../../db/database.ts'
import { documentAt } from '../documents.ts'
import { findJob, forgetFaults, isPaused, putJob } from '../import-jobs.ts'
import { moveDocument } from '../move-document.ts'
import { fileAt, newJob, queueFile } from '../queue-import.ts'
import { removeDocument } from '../remove-document.ts'
import { tellJob } from '../tell-knowledge.ts'
import type { FoundFile } from '../walk-files.ts'
import type { FolderChanges } from './compare-folder.ts'
import type { Move } from './find-moves.ts'
import { putWatchedFile, type WatchedFile } from './watched-files.ts'

export interface ApplyDeps {
  readonly db: Db
  readonly now: () => number
  readonly newId: () => string
  /** So long a job that a fault has stopped rests before it is tried again. */
  readonly faultRestMs: number
}

export interface ToApply extends Pick<FolderChanges, 'added' | 'changed' | 'gone'> {
  readonly moves: readonly Move[]
  /** By a person, who waits for no rest. */
  readonly isAsked: boolean
}

const filesPerCommit = 200

/**
 * Brings the rows up to the disk: what moved keeps its passages, what is gone goes, what came or changed is queued in the
 * folder's own job. Killed at any moment, the next comparison finds what is left to do. Milliseconds until the job is to be looked at again,
 * because a fault has stopped it; infinite when none has.
 */
export async function applyChanges(deps: ApplyDeps, folder: WatchedFolderRow, changes: ToApply): Promise<number> {
  const { db, now } = deps
  // A document that was imported by hand may lie there already.
  const moves = changes.moves.filter(({ found }) => documentAt(db, folder.collection_id, found.path) === undefined)
  const moved = new Set(moves.flatMap(({ known, found }) => [known, found]))
  const gone = changes.gone.filter((file) => !moved.has(file))
  const added = changes.added.filter((file) => !moved.has(file))

  const toRead = [...changes.changed, ...added.map((found) => ({ known: undefined, found }))]
  // Told by the document that the fault stands with, so before that is changed or gone.
  const leftMs = faultRestLeft(deps, folder.id)
  const isTried = leftMs !== undefined && (leftMs === 0 || changes.isAsked || toRead.length + gone.length > 0)

  // First, so that a path that was freed can be taken.
  await inPieces(db, { items: gone, atOnce: 1 }, (tx, { documentId }) => removeDocument(tx, documentId, now()))
  await inPieces(db, { items: moves, atOnce: 1 }, (tx, move) => follow(tx, folder.id, { ...move, at: now() }))
  if (toRead.length > 0) openJob(deps, folder)
  await inPieces(db, { items: toRead, atOnce: filesPerCommit }, (tx, file) => queue(tx, deps, { folder, ...file }))
  runJob(db, folder.id, { at: now(), isTried })
  return isTried ? deps.faultRestMs : (leftMs ?? Number.POSITIVE_INFINITY)
}

/** How long a job that a fault has stopped rests still; undefined where none has: it runs, is done, or a person stopped it. */
function faultRestLeft({ db, now, faultRestMs }: ApplyDeps, id: string): number | undefined {
  const job = findJob(db, id)
  if (job?.status !== 'stopped' || job.total === 0 || isPaused(db, id)) return undefined
  // Never longer than the rest itself, should the clock be put back.
  return Math.min(faultRestMs, Math.max(0, job.updated_at + faultRestMs - now()))
}

interface Pieces<T> {
  readonly items: readonly T[]
  /** One, where an item may have thousands of passages. */
  readonly atOnce: number
}

async function inPieces<T>(db: Db, { items, atOnce }: Pieces<T>, work: (tx: WriteDb, item: T) => void): Promise<void> {
  for (let from = 0; from < items.length; from += atOnce) {
    const piece = items.slice(from, from + atOnce)
    db.transact((tx) => piece.forEach((item) => void work(tx, item)), { freesSpace: true })
    await nextTurn()
  }
}

function follow(tx: WriteDb, folderId: string, { known, found, at }: Move & { readonly at: number }): void {
  moveDocument(tx, known.documentId, { path: found.path, name: basename(found.path), at })
  putWatchedFile(tx, folderId, { documentId: known.documentId, ...found })
}

interface ToQueue {
  readonly folder: WatchedFolderRow
  readonly known: WatchedFile | undefined
  readonly found: FoundFile
}

function queue(tx: WriteDb, { now, newId }: ApplyDeps, { folder, known, found }: ToQueue): void {
  const file = fileAt(found.path, found.sizeBytes, known?.documentId ?? newId())
  const job = { jobId: folder.id, collectionId: folder.collection_id, at: now() }
  const documentId = queueFile(tx, job, file)
  putWatchedFile(tx, folder.id, { documentId, ...found })
}

/** The folder's job counts anew once everything it had is done. A person's stop holds; one of a fault does not (`runJob`). */
function openJob({ db, now }: ApplyDeps, { id, collection_id: collectionId }: WatchedFolderRow): void {
  db.transact((tx) => {
    const known = findJob(tx, id)
    if (known && known.status !== 'done') return
    // Without a total until everything is queued. One that a kill left so is run by the next comparison.
    putJob(tx, { ...newJob({ jobId: id, collectionId, at: now() }), status: 'stopped' })
  })
}

interface Run {
  readonly at: number
  /** It goes on though a fault had stopped it. */
  readonly isTried: boolean
}

function runJob(db: Db, id: string, { at, isTried }: Run): void {
  db.transact((tx) => {
    const job = findJob(tx, id)
    if (!job) return
    if (isTried) forgetFaults(tx, id)
    const total = job.done + job.failed + waitingIn(tx, id)
    const isNew = job.total === 0
    const status: ImportJobRow['status'] = isNew || isTried ? 'running' : job.status
    // When it was stopped stays with it: its rest is counted from there.
    tellJob(tx, id, putJob(tx, { ...job, status, total, updated_at: status === 'stopped' ? job.updated_at : at }))
  })
}

const waitingIn = (db: ReadDb, jobId: string): number =>
  db.prepare<[string], number>('SELECT count(*) FROM documents WHERE job_id = ?').pluck().get(jobId) ?? 0
