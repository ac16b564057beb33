import { setTimeout as delay } from 'node:timers/promises'
import { type BringUpDeps, type BringUpOptions, bringUp, type CompareOptions } from './bring-up.ts'
import { createLookTimer } from './look-timer.ts'
import { createReadingRests } from './reading-rests.ts'
import { type TreeWatch, watchTree } from './watch-tree.ts'
import { findWatchedFolder } from './watched-folders.ts'

export interface WatchTimes {
  /** After an event so long is waited for more of them. */
  readonly quietMs: number
  readonly settleMs: number
  /** Compared again so often without any event: some are lost, and some drives tell nothing. */
  readonly everyMs: number
  /** The same where the system cannot be listened to, or the folder is away. */
  readonly deafMs: number
  /** From one reading of a file to the next at least, and at most where it changes all the time. */
  readonly restMs: number
  readonly longestRestMs: number
  /** Between two tries of a job that a fault has stopped. */
  readonly faultRestMs: number
}

export const watchTimes: WatchTimes = {
  ...{ quietMs: 1_000, settleMs: 2_000, everyMs: 15 * 60_000, deafMs: 60_000 },
  ...{ restMs: 5_000, longestRestMs: 5 * 60_000, faultRestMs: 60_000 },
}

/** Of one comparison that waits for what is just being written. */
const mostLooks = 4

export interface WatchDeps extends Omit<BringUpDeps, 'settleMs' | 'faultRestMs' | 'rests'> {
  readonly times: WatchTimes
  readonly onFault: (stage: string, error: unknown) => void
}

/** Follows one folder until it is disposed. */
export interface FolderWatch extends AsyncDisposable {
  /** Compares it with the disk now, whatever was heard. Resolves when that is done. */
  compare(options?: CompareOptions): Promise<void>
}

export function watchFolder({ times, ...deps }: WatchDeps, folderId: string): FolderWatch {
  const ended = new AbortController()
  let tree: TreeWatch | undefined
  const timer = createLookTimer(() => void look())
  const rests = createReadingRests({ now: deps.now, firstMs: times.restMs, longestMs: times.longestRestMs })
  /** False when a file was just being written to. */
  let running: Promise<boolean> = Promise.resolve(true)
  let isQueued = false

  async function once(options: BringUpOptions & { readonly isAsked: boolean }): Promise<boolean> {
    const folder = findWatchedFolder(deps.db, folderId)
    if (folder === undefined || folder.is_paused || ended.signal.aborted) return true
    const look = { ...options, signal: ended.signal }
    const { folders, isSettled, restMs } = await bringUp({ ...deps, ...times, rests }, folder, look)
    tree ??= watchTree({ root: folder.path, onEvent: () => timer.within(times.quietMs) })
    const isHeard = tree.follow(folders) && folders.length > 0
    timer.within(Math.min(restMs, isSettled ? (isHeard ? times.everyMs : times.deafMs) : times.settleMs))
    return isSettled
  }

  /** One after the other: each begins with what the last one left. */
  function next(options: BringUpOptions & { readonly isAsked: boolean }): Promise<boolean> {
    running = running.then(() => once(options)).catch(failed)
    return running
  }

  function failed(error: unknown): boolean {
    if (ended.signal.aborted) return true
    deps.onFault('watch-folder', error)
    timer.within(times.deafMs)
    return true
  }

  async function compare({ untilSettled = false, ...options }: CompareOptions): Promise<void> {
    const asked = () => next({ ...options, isAsked: true })
    await (untilSettled ? lookUntilSettled(asked, times.settleMs, ended.signal) : asked())
  }

  /** For a timer or an event: one look that is still to come is enough. */
  async function look(): Promise<void> {
    if (isQueued) return
    isQueued = true
    await running
    isQueued = false
    await next({ mayEmpty: false, isAsked: false })
  }

  void look()
  return {
    compare: (options = { mayEmpty: false }) => compare(options),
    async [Symbol.asyncDispose]() {
      ended.abort()
      timer[Symbol.dispose]()
      await running
      tree?.[Symbol.dispose]()
    },
  }
}

async function lookUntilSettled(look: () => Promise<boolean>, settleMs: number, signal: AbortSignal): Promise<void> {
  for (let looks = 0; looks < mostLooks && !signal.aborted; looks++) {
    if (await look()) return
    await delay(settleMs, undefined, { signal }).catch(() => undefined)
  }
}
