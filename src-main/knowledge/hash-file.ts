import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

export interface FileHash {
  /** SHA-256, hex. */
  readonly hash: string
  readonly sizeBytes: number
}

/** Reads the file once, piece by piece. Rejects with the system's error when it cannot be read. */
export async function hashFile(path: string, signal: AbortSignal): Promise<FileHash> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  for await (const piece of createReadStream(path, { signal, highWaterMark: 1024 * 1024 })) {
    hash.update(piece)
    sizeBytes += piece.length
  }
  return { hash: hash.digest('hex'), sizeBytes }
}
