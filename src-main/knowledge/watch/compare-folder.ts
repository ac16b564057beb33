import { sep } from 'node:path'
import type { FoundFile, Walk } from '../walk-files.ts'
import type { WatchedFile } from './watched-files.ts'

export interface FolderChanges {
  /** On the disk and not known. */
  readonly added: readonly FoundFile[]
  readonly changed: readonly { readonly known: WatchedFile; readonly found: FoundFile }[]
  /** Known and not on the disk any more, nor perhaps at another place. */
  readonly gone: readonly WatchedFile[]
  /** Files that were written to a moment ago, and may be still: to be looked at again. */
  readonly unsettled: number
}

export interface Comparison {
  readonly known: readonly WatchedFile[]
  readonly walk: Pick<Walk, 'files' | 'closed' | 'isCut'>
  /** Paths of known files that could not be read, and may be now. */
  readonly mended?: ReadonlySet<string>
  readonly now: number
  /** So long a file has to be left alone before it is read. */
  readonly settleMs: number
}

/** What became of the files of a folder since they were queued. Of what could not be looked at nothing is said to be gone. */
export function compareFolder({ known, walk, mended = new Set(), now, settleMs }: Comparison): FolderChanges {
  const onDisk = new Map(walk.files.map((file) => [file.path, file]))
  const byPath = new Map(known.map((file) => [file.path, file]))
  // A clock that runs ahead must not keep a file out for ever.
  const isSettled = ({ modifiedMs }: FoundFile): boolean => now - modifiedMs >= settleMs || modifiedMs - now > settleMs

  const fresh = walk.files.filter(({ path }) => !byPath.has(path))
  const differing = known.flatMap((file) => {
    const found = onDisk.get(file.path)
    return found && (differs(file, found) || mended.has(file.path)) ? [{ known: file, found }] : []
  })
  const added = fresh.filter(isSettled)
  const changed = differing.filter(({ found }) => isSettled(found))
  // One that is as large may be the same at another place, and is not looked into before it is left alone.
  const maybeMoved = new Set(fresh.filter((file) => !isSettled(file)).map(({ sizeBytes }) => sizeBytes))
  const isGone = ({ path, sizeBytes }: WatchedFile): boolean =>
    !onDisk.has(path) && !isHidden(path, walk.closed) && !maybeMoved.has(sizeBytes)
  const gone = walk.isCut ? [] : known.filter(isGone)
  return { added, changed, gone, unsettled: fresh.length - added.length + differing.length - changed.length }
}

const differs = (known: WatchedFile, found: FoundFile): boolean =>
  known.sizeBytes !== found.sizeBytes || known.modifiedMs !== found.modifiedMs

const isHidden = (path: string, closed: readonly string[]): boolean =>
  closed.some((folder) => path === folder || path.startsWith(folder + sep))
