import type { CompareOptions } from './bring-up.ts'
import { type FolderWatch, type WatchDeps, watchFolder } from './watch-folder.ts'
import { listWatchedFolders } from './watched-folders.ts'

/** Follows every watched folder that has a row, from `start` on. */
export interface FolderWatches extends AsyncDisposable {
  /** Begins with what there is, and keeps to the rows; to be called again when the whole store was replaced. */
  start(): void
  /** Resolves when the folder was compared with the disk. */
  compare(folderId: string, options?: CompareOptions): Promise<void>
  /** Nothing is followed, and nothing written, before `work` is done: it may put other rows in the place of these. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

export function createFolderWatches(deps: WatchDeps): FolderWatches {
  const watches = new Map<string, FolderWatch>()
  let isStarted = false
  let isHeld = false

  function keepToRows(): void {
    if (!isStarted || isHeld) return
    const ids = new Set(listWatchedFolders(deps.db).map(({ id }) => id))
    for (const id of ids) if (!watches.has(id)) watches.set(id, watchFolder(deps, id))
    for (const [id, watch] of watches) {
      if (ids.has(id)) continue
      watches.delete(id)
      void watch[Symbol.asyncDispose]()
    }
  }

  // A folder goes with its collection, which tells only itself.
  const unwatch = deps.db.watch((changes) => {
    if (changes.some(({ table }) => table === 'watched_folders' || table === 'collections')) keepToRows()
  })

  async function endAll(): Promise<void> {
    const ending = [...watches.values()]
    watches.clear()
    await Promise.all(ending.map((watch) => watch[Symbol.asyncDispose]()))
  }

  return {
    start() {
      isStarted = true
      keepToRows()
    },
    async compare(folderId, options) {
      await watches.get(folderId)?.compare(options)
    },
    async alone(work) {
      isHeld = true
      try {
        await endAll()
        return await work()
      } finally {
        isHeld = false
        keepToRows()
      }
    },
    async [Symbol.asyncDispose]() {
      isStarted = false
      unwatch()
      await endAll()
    },
  }
}
