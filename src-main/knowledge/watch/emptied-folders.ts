import { readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Walk } from '../walk-files.ts'
import type { WatchedFile } from './watched-files.ts'

export interface Vanished {
  readonly root: string
  readonly known: readonly WatchedFile[]
  readonly walk: Pick<Walk, 'files' | 'folders'>
  /** Known, neither on the disk any more nor moved to another place. */
  readonly gone: readonly WatchedFile[]
}

/** Whether a folder is as a mount point without its drive is: all that was known of it is gone, and if that was but one file, nothing else is left. */
export async function isEmptied({ root, known, walk, gone }: Vanished): Promise<boolean> {
  if (known.length === 0 || walk.files.length > 0 || gone.length < known.length) return false
  return known.length > 1 || (await isBare(root))
}

/**
 * Files that vanished from folders inside it that may be such mount points: bare by now, and more than one went at once. A folder that went
 * too, one in which something is left, and a single file in it are no sign of a drive that is away.
 */
export async function inEmptiedFolders({ root, walk, gone }: Omit<Vanished, 'known'>): Promise<ReadonlySet<WatchedFile>> {
  const folders = new Set(walk.folders)
  const held = new Set<WatchedFile>()
  for (const [folder, files] of Map.groupBy(gone, ({ path }) => nearestOf(folders, path))) {
    if (folder === undefined || folder === root || files.length < 2 || !(await isBare(folder))) continue
    for (const file of files) held.add(file)
  }
  return held
}

/** The innermost folder above a path that is still there. */
function nearestOf(folders: ReadonlySet<string>, path: string): string | undefined {
  for (let folder = dirname(path), below = path; folder !== below; below = folder, folder = dirname(folder))
    if (folders.has(folder)) return folder
  return undefined
}

/** Nothing is in it but what systems leave lying about. What cannot be looked at may be: of that nothing is said to be gone. */
async function isBare(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).every((name) => name.startsWith('.'))
  } catch {
    return true
  }
}
