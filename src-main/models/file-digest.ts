import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

/** What the hub says a file's bytes hash to: large files by SHA-256, small ones by the SHA-1 of their Git blob. */
export interface FileDigest {
  readonly algorithm: 'sha256' | 'git-blob-sha1'
  readonly hex: string
}

export interface RunningDigest {
  update(bytes: Uint8Array): void
  /** Hex; ends it. */
  finish(): string
}

/** `sizeBytes` is of the whole file: Git hashes it before the content. */
export function startDigest(algorithm: FileDigest['algorithm'], sizeBytes: number): RunningDigest {
  const hash = createHash(algorithm === 'sha256' ? 'sha256' : 'sha1')
  if (algorithm === 'git-blob-sha1') hash.update(`blob ${sizeBytes}\0`)
  return { update: (bytes) => void hash.update(bytes), finish: () => hash.digest('hex') }
}

/** Feeds the first `length` bytes of a file on disk to `digest`. */
export async function digestPrefix(
  digest: RunningDigest,
  file: { path: string; length: number },
  signal: AbortSignal,
): Promise<void> {
  if (file.length === 0) return
  const stream = createReadStream(file.path, { end: file.length - 1, highWaterMark: 1024 * 1024, signal })
  for await (const chunk of stream) digest.update(chunk)
}
