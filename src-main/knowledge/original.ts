import { stat } from 'node:fs/promises'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
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
