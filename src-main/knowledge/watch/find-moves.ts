import { hashFile } from '../hash-file.ts'
import type { FoundFile } from '../walk-files.ts'
import type { FolderChanges } from './compare-folder.ts'
import type { WatchedFile } from './watched-files.ts'

export interface Move {
  readonly known: WatchedFile
  readonly found: FoundFile
}

/**
 * Files that are gone from one place and have come at another with the same content: each gone one is paired once. Only files of
 * the same size are hashed, so without moves nothing is read.
 */
export async function findMoves({ added, gone }: FolderChanges, signal: AbortSignal): Promise<Move[]> {
  const lost = Map.groupBy(gone, ({ sizeBytes }) => sizeBytes)
  const moves: Move[] = []
  for (const found of added) {
    const candidates = lost.get(found.sizeBytes) ?? []
    if (!candidates.some(({ contentHash }) => contentHash !== null)) continue
    const hash = await hashIfReadable(found.path, signal)
    const at = candidates.findIndex(({ contentHash }) => contentHash !== null && contentHash === hash)
    const [known] = at === -1 ? [] : candidates.splice(at, 1)
    if (known) moves.push({ known, found })
  }
  return moves
}

/** What cannot be read is told when its turn comes to be imported. */
async function hashIfReadable(path: string, signal: AbortSignal): Promise<string | null> {
  try {
    return (await hashFile(path, signal)).hash
  } catch {
    signal.throwIfAborted()
    return null
  }
}
