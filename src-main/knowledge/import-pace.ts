import { setTimeout as wait } from 'node:timers/promises'
import type { Db, ReadDb } from '../db/database.ts'

/** Comes between two pieces of an import's work; resolves when the next may begin. */
export type ImportPace = (jobId: string, signal: AbortSignal) => Promise<void>

export interface PaceDeps {
  readonly db: Db
  readonly isOnBattery: () => Promise<boolean>
}

export interface Pace extends Disposable {
  readonly pace: ImportPace
  /** The same for work that nobody waits for, whatever it is for. */
  readonly inBackground: (signal: AbortSignal) => Promise<void>
}

/** A draft is saved a moment after a key was pressed. */
const typingMs = 2_000
const lookAgainMs = 250
/** On a battery a quarter of the time is worked. */
const restPerWork = 3
const longestRestMs = 10_000

/**
 * What a watched folder brings waits while an answer is written and while somebody types, and rests between its pieces on a
 * battery: nobody asked for it now. What a person imports goes on at once.
 */
export function createImportPace({ db, isOnBattery }: PaceDeps): Pace {
  const writing = new Set<string>()
  let typedAt = Number.NEGATIVE_INFINITY

  const unwatch = db.watch((changes) => {
    for (const change of changes) {
      if (change.table === 'drafts') typedAt = performance.now()
      if (change.table !== 'messages') continue
      if (change.row?.status === 'writing') writing.add(change.id)
      else writing.delete(change.id)
    }
  })
  const isBusy = (): boolean => writing.size > 0 || performance.now() - typedAt < typingMs

  /** For one line of work: its rests are measured by its own pieces. */
  function createGentlePace(): Pace['inBackground'] {
    let beganAt = performance.now()
    return async (signal) => {
      const workedMs = performance.now() - beganAt
      while (isBusy()) await wait(lookAgainMs, undefined, { signal })
      if (await isOnBattery()) await wait(Math.min(workedMs * restPerWork, longestRestMs), undefined, { signal })
      beganAt = performance.now()
    }
  }

  const ofFolders = createGentlePace()
  return {
    async pace(jobId, signal) {
      if (isOfWatchedFolder(db, jobId)) await ofFolders(signal)
    },
    inBackground: createGentlePace(),
    [Symbol.dispose]: unwatch,
  }
}

const isOfWatchedFolder = (db: ReadDb, jobId: string): boolean =>
  db.prepare('SELECT 1 FROM watched_folders WHERE id = ?').get(jobId) !== undefined
