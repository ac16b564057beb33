import { type FSWatcher, watch } from 'node:fs'
import { platform } from 'node:os'

/** Listens to a folder and what lies in it, through the system. It is a hint to look, never the truth: events get lost. */
export interface TreeWatch extends Disposable {
  /** The folders that there are now. Answers whether all of them are listened to. */
  follow(folders: readonly string[]): boolean
}

export interface TreeWatchOptions {
  readonly root: string
  readonly onEvent: () => void
  /** Other systems have one handle for a whole tree; Linux has one for each folder. */
  readonly isRecursive?: boolean
}

/** Handles are a bounded resource of the whole machine. */
const mostHandles = 8192

export function watchTree({ root, onEvent, isRecursive = platform() !== 'linux' }: TreeWatchOptions): TreeWatch {
  const watchers = new Map<string, FSWatcher>()

  function open(folder: string): boolean {
    if (watchers.has(folder)) return true
    if (watchers.size >= mostHandles) return false
    try {
      const watcher = watch(folder, { recursive: isRecursive, persistent: false }, onEvent)
      // The folder went, or its drive.
      watcher.on('error', () => {
        close(folder)
        onEvent()
      })
      watchers.set(folder, watcher)
      return true
    } catch {
      // No handle is left (ENOSPC), or the file system tells nobody anything.
      return false
    }
  }

  function close(folder: string): void {
    watchers.get(folder)?.close()
    watchers.delete(folder)
  }

  return {
    follow(folders) {
      const wanted = new Set(isRecursive ? [root] : folders)
      for (const folder of watchers.keys()) if (!wanted.has(folder)) close(folder)
      // Each is opened, whatever became of those before it.
      return [...wanted].map(open).every(Boolean)
    },
    [Symbol.dispose]() {
      for (const folder of [...watchers.keys()]) close(folder)
    },
  }
}
