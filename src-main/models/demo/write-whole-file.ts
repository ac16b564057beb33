import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface WrittenFile {
  readonly sizeBytes: number
  /** Hexadecimal. */
  readonly sha256: string
}

/** Writes beside the target and renames at the end: whoever finds the file finds all of it. A failure or abort leaves nothing. */
export async function writeWholeFile(path: string, pieces: Iterable<Uint8Array>, signal?: AbortSignal): Promise<WrittenFile> {
  const partial = `${path}.${randomUUID()}.partial`
  await mkdir(dirname(path), { recursive: true })
  try {
    const written = await writePieces(partial, pieces, signal)
    await rename(partial, path)
    return written
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

async function writePieces(path: string, pieces: Iterable<Uint8Array>, signal?: AbortSignal): Promise<WrittenFile> {
  await using file = await open(path, 'wx')
  const hash = createHash('sha256')
  let sizeBytes = 0
  for (const piece of pieces) {
    signal?.throwIfAborted()
    await file.writeFile(piece)
    hash.update(piece)
    sizeBytes += piece.length
  }
  await file.sync()
  return { sizeBytes, sha256: hash.digest('hex') }
}
