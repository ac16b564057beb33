import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, realpath, stat } from 'node:fs/promises'
import { knowledgeError } from '../../src-shared/desktop/knowledge.ts'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { hashFile } from './hash-file.ts'

export type Original = 'unchanged' | 'changed' | 'missing' | 'none'

/** Whether the file a document was read from still says what the kept text says; `none` when it was handed over as bytes. */
export async function compareOriginal(
  { path, size_bytes, content_hash }: Pick<DocumentRow, 'path' | 'size_bytes' | 'content_hash'>,
  signal: AbortSignal,
): Promise<Original> {
  if (path === null) return 'none'
  try {
    if ((await stat(path)).size !== size_bytes) return 'changed'
    return (await hashFile(path, signal)).hash === content_hash ? 'unchanged' : 'changed'
  } catch {
    signal.throwIfAborted()
    return 'missing'
  }
}

type OriginalFile = Pick<DocumentRow, 'name' | 'path' | 'size_bytes' | 'content_hash'>

const pieceBytes = 512 * 1024

/**
 * The file's bytes, at most as many as were read at the import. They are hashed on their way, so that what a caller has received
 * whole is what the kept text was made of, whatever happens to the file meanwhile. Errors: `originalMissing`, `originalChanged`.
 */
export async function* readOriginal(document: OriginalFile, signal: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { name, path, size_bytes: sizeBytes, content_hash: expected } = document
  await using file = await openOriginal(path, name)
  const { size } = await file.stat()
  const hash = createHash('sha256')
  for (let at = 0; size === sizeBytes && at < sizeBytes; ) {
    signal.throwIfAborted()
    const piece = new Uint8Array(Math.min(pieceBytes, sizeBytes - at))
    const { bytesRead } = await file.read(piece, 0, piece.length, at)
    if (bytesRead === 0) break
    at += bytesRead
    hash.update(piece.subarray(0, bytesRead))
    yield piece.slice(0, bytesRead)
  }
  if (hash.digest('hex') !== expected) throw new AppError(knowledgeError.originalChanged, { name })
}

async function openOriginal(path: string | null, name: string): Promise<FileHandle> {
  try {
    // A pipe in its place must not be waited for.
    if (path !== null && (await stat(path)).isFile()) return await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (cause) {
    throw new AppError(knowledgeError.originalMissing, { name }, { cause })
  }
  throw new AppError(knowledgeError.originalMissing, { name })
}

/** Where the file really lies, links followed: what is opened is judged by its own name. */
export async function originalPath({ name, path }: Pick<DocumentRow, 'name' | 'path'>): Promise<string> {
  try {
    if (path !== null && (await stat(path)).isFile()) return await realpath(path)
  } catch (cause) {
    throw new AppError(knowledgeError.originalMissing, { name }, { cause })
  }
  throw new AppError(knowledgeError.originalMissing, { name })
}
