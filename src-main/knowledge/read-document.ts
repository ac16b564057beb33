import { basename } from 'node:path'
import { knowledgeError } from '../../src-shared/desktop/knowledge.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { DocumentWork } from './document-work.ts'
import { type FileHash, hashFile } from './hash-file.ts'
import type { Inbox } from './inbox.ts'
import type { KnowledgeDeps } from './knowledge-deps.ts'
import { createPassageMaker, type PassageMaker } from './make-passages.ts'
import type { ReadOutcome } from './reading.ts'
import { sweepReadings, takeOverReading } from './take-over-reading.ts'
import { writeDocument } from './write-document.ts'

export interface ReadDeps extends Pick<KnowledgeDeps, 'db' | 'parse' | 'embedder'> {
  readonly inbox: Inbox
  readonly maxTokens: number
  /** Passages were written. */
  readonly onWritten: () => void
}

/**
 * Brings a document's text and passages up to its file. What did not change keeps its passages, and so their vectors.
 * A document that cannot be read any more stays as it was read last. Killed at any moment it is done again from the start, with the same result: the hash is the last thing to be written.
 */
export async function readDocument(deps: ReadDeps, work: DocumentWork, signal: AbortSignal): Promise<ReadOutcome> {
  work.commit({ status: 'reading', fault: null })
  // An earlier process, or a stop, came between: whatever has become of the file, the document is not left half of one and half of the other.
  const hasTaken = await takeOverReading({ ...deps, work })
  if (hasTaken) work.commit({ status: 'reading' })
  const document = work.current()
  const path = document.path ?? deps.inbox.pathOf(document.id)
  // Bytes that were read are not kept, so there is nothing they could have changed to.
  const isRead = document.path === null && document.content_hash !== null
  const file = isRead ? undefined : await hashOf(path, document.name, signal)
  if (file === undefined || file.hash === document.content_hash) {
    await sweepReadings(deps.db, document.id)
    work.commit({ status: 'embedding' })
    return hasTaken && file !== undefined ? 'read' : 'unchanged'
  }
  const makerFor = (title: string | null): PassageMaker =>
    createPassageMaker(
      { documentId: document.id, title: title ?? basename(document.name) },
      { count: (texts) => deps.embedder.count(texts, signal), maxTokens: deps.maxTokens },
    )
  await writeDocument({
    db: deps.db,
    parts: deps.parse({ path, name: document.name }, signal),
    work,
    makerFor,
    file,
    onWritten: deps.onWritten,
  })
  return 'read'
}

async function hashOf(path: string, name: string, signal: AbortSignal): Promise<FileHash> {
  try {
    return await hashFile(path, signal)
  } catch (cause) {
    signal.throwIfAborted()
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw new AppError(knowledgeError.unreadablePath, { name, reason }, { cause })
  }
}
