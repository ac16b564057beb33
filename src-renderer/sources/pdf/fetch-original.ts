import type { DocumentRow } from '../../../src-shared/rows/knowledge.ts'
import type { Api } from '../../api.ts'

/** The whole file, into one array of its size. Rejects unless it is the file that was read. */
export async function fetchOriginal(
  api: Pick<Api, 'documents'>,
  { id, size_bytes: sizeBytes }: Pick<DocumentRow, 'id' | 'size_bytes'>,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(sizeBytes)
  let at = 0
  for await (const piece of api.documents.original({ id }, signal)) {
    whole.set(piece, at)
    at += piece.length
  }
  signal.throwIfAborted()
  return whole
}
