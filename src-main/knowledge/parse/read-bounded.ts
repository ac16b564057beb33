import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { parserError } from '../../../src-shared/engine/parser.ts'
import { refuse } from './refuse.ts'

export interface OpenFile extends AsyncDisposable {
  readonly sizeBytes: number
  /** At most `length` bytes from the beginning; never more than the file had when it was opened. */
  read(length: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>
  /** The same from a place on. */
  readAt(start: number, length: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>
}

const chunkBytes = 8 * 1024 * 1024

/** Opens an ordinary file. A pipe or device is refused without waiting for it; size and content come from the same handle. */
export async function openFile(path: string): Promise<OpenFile> {
  const handle = await opened(path)
  try {
    const stat = await handle.stat()
    if (!stat.isFile()) refuse(parserError.unreadable, { reason: 'not_a_file' })
    return {
      sizeBytes: stat.size,
      read: (length, signal) => readRange(handle, { start: 0, length: Math.min(length, stat.size) }, signal),
      readAt: (start, length, signal) =>
        readRange(handle, { start, length: Math.max(0, Math.min(length, stat.size - start)) }, signal),
      [Symbol.asyncDispose]: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    return refuse(parserError.unreadable, { reason: reasonOf(error) }, error)
  }
}

interface Range {
  readonly start: number
  readonly length: number
}

async function readRange(handle: FileHandle, { start, length }: Range, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length)
  let done = 0
  while (done < length) {
    signal.throwIfAborted()
    const { bytesRead } = await readSome(handle, bytes.subarray(done, done + chunkBytes), start + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return done === length ? bytes : bytes.slice(0, done)
}

async function readSome(handle: FileHandle, into: Uint8Array, at: number): Promise<{ bytesRead: number }> {
  try {
    return await handle.read(into, 0, into.length, at)
  } catch (error) {
    return refuse(parserError.unreadable, { reason: reasonOf(error) }, error)
  }
}

function reasonOf(error: unknown): 'missing' | 'denied' | 'not_a_file' | 'failed' {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing'
  if (code === 'EACCES' || code === 'EPERM') return 'denied'
  if (code === 'EISDIR' || code === 'ENXIO') return 'not_a_file'
  return 'failed'
}
