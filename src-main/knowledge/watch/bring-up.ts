import type { WatchedFolderRow } from '../../../src-shared/rows/watched-folder.ts'
import type { Db } from '../../db/database.ts'
import { walkFiles } from '../walk-files.ts'
import { type ApplyDeps, applyChanges } from './apply-changes.ts'
import { findMended, isFolderThere } from './can-be-read.ts'
import { compareFolder } from './compare-folder.ts'
import { inEmptiedFolders, isEmptied } from './emptied-folders.ts'
import { createFileRules } from './file-rules.ts'
import { findMoves, type Move } from './find-moves.ts'
import type { ReadingRests } from './reading-rests.ts'
import { listWatchedFiles, type WatchedFile } from './watched-files.ts'
import { findWatchedFolder, putWatchedFolder } from './watched-folders.ts'

export interface BringUpDeps extends ApplyDeps {
  /** So long a file has to be left alone before it is read. */
  readonly settleMs: number
  /** Of the folder's files that change. */
  readonly rests: ReadingRests
  /** Rows were queued or went. */
  readonly onApplied: () => void
}

export interface BringUpOptions {
  /** The person said so: what is gone may go, even if it is everything. */
  readonly mayEmpty: boolean
}

export interface CompareOptions extends BringUpOptions {
  /** A file that was just written to is waited for; one that grows all the time is not. */
  readonly untilSettled?: boolean
}

export interface BroughtUp {
  /** The folders to listen to; none while it cannot be reached. */
  readonly folders: readonly string[]
  /** False when a file was just being written to: it is to be looked at again soon. */
  readonly isSettled: boolean
  /** Until the first of the files that rest may be read, or the folder's job or what is held back be looked at again; infinite when none is to be. */
  readonly restMs: number
}

interface Look extends BringUpOptions {
  /** A person wants everything read that has changed, whether it rests or not. */
  readonly isAsked: boolean
  readonly signal: AbortSignal
}

/** One look at a watched folder, and the rows brought up to what is there. */
export async function bringUp(
  deps: BringUpDeps,
  folder: WatchedFolderRow,
  { mayEmpty, isAsked, signal }: Look,
): Promise<BroughtUp> {
  const { db, now, settleMs, rests } = deps
  const startedAt = now()
  const note = (found: Found): void => noteFound(db, folder.id, found)
  const away = (found: Found): BroughtUp => {
    note(found)
    return { folders: [], isSettled: true, restMs: Number.POSITIVE_INFINITY }
  }
  if (!(await isFolderThere(folder.path))) return away({ state: 'missing' })
  const walk = await walkFiles([folder.path], signal, createFileRules(folder.path, folder))
  // It went while it was looked at.
  if (walk.unreadable.length > 0) return away({ state: 'missing' })
  const known = listWatchedFiles(db, folder.id)
  const mended = await findMended(db, folder.id, signal)
  const changes = compareFolder({ known, walk, mended, now: startedAt, settleMs })
  const found = { files: walk.files.length, unreadable: walk.closed.length }
  const vanished = { root: folder.path, known, walk, gone: changes.gone }
  // A mount point whose drive is away is an empty folder: that is no reason to forget everything.
  if (!mayEmpty && (await isEmptied(vanished))) return away({ ...found, state: 'emptied' })
  const changed = changes.changed.filter(({ found: { path } }) => isAsked || rests.leftMs(path) === 0)
  const moves = await findMoves(changes, signal)
  const held = mayEmpty
    ? new Set<WatchedFile>()
    : await inEmptiedFolders({ ...vanished, gone: withoutMoved(changes.gone, moves) })
  const gone = changes.gone.filter((file) => !held.has(file))
  const jobRestMs = await applyChanges(deps, folder, { ...changes, changed, gone, moves, isAsked })
  for (const { found } of changed) rests.begin(found.path)
  deps.onApplied()
  note({ ...found, state: walk.isCut ? 'too_large' : held.size > 0 ? 'emptied' : 'current', compared_at: startedAt })
  const resting = changes.changed.filter((change) => !changed.includes(change))
  // A drive that comes back tells nobody.
  const heldMs = held.size > 0 ? deps.faultRestMs : Number.POSITIVE_INFINITY
  const restMs = Math.min(jobRestMs, heldMs, ...resting.map(({ found: { path } }) => rests.leftMs(path)))
  return { folders: walk.folders, isSettled: changes.unsettled === 0, restMs }
}

function withoutMoved(gone: readonly WatchedFile[], moves: readonly Move[]): WatchedFile[] {
  const moved = new Set(moves.map(({ known }) => known))
  return gone.filter((file) => !moved.has(file))
}

type Found = Partial<Pick<WatchedFolderRow, 'state' | 'files' | 'unreadable' | 'compared_at'>>

function noteFound(db: Db, id: string, found: Found): void {
  db.transact((tx) => {
    const before = findWatchedFolder(tx, id)
    if (before && differs(before, { ...before, ...found })) putWatchedFolder(tx, { ...before, ...found })
  })
}

/** The time alone is written once a minute at most: a folder that is written to all day would be told all day. */
const differs = (before: WatchedFolderRow, after: WatchedFolderRow): boolean =>
  before.state !== after.state ||
  before.files !== after.files ||
  before.unreadable !== after.unreadable ||
  (after.compared_at ?? 0) - (before.compared_at ?? 0) >= 60_000
