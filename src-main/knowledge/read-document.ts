import { basename } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { knowledgeError } from '../../src-shared/desktop/knowledge.ts'
import type { ParsedDocument } from '../../src-shared/engine/parser.ts'
import type { DocumentRow, PassageRow } from '../../src-shared/rows/knowledge.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { DocumentWork } from './document-work.ts'
import { putText } from './documents.ts'
import { type FileHash, hashFile } from './hash-file.ts'
import type { Inbox } from './inbox.ts'
import type { KnowledgeDeps } from './knowledge-deps.ts'
import { makePassages } from './make-passages.ts'
import { addPassages, movePassages, passageIdsOf, removePassages } from './passages.ts'

/** Characters of passages that are written in one transaction: a few milliseconds of indexing. */
const charactersPerCommit = 16_000

export interface ReadDeps extends Pick<KnowledgeDeps, 'db' | 'parse' | 'embedder'> {
  readonly inbox: Inbox
  readonly maxTokens: number
}

/**
 * Brings a document's text and passages up to its file. What did not change keeps its passages, and so their vectors.
 * Killed at any moment it is done again from the start, with the same result: the hash is the last thing to be written.
 */
export async function readDocument(deps: ReadDeps, work: DocumentWork, signal: AbortSignal): Promise<'read' | 'unchanged'> {
  work.commit({ status: 'reading', fault: null })
  const document = work.current()
  const path = document.path ?? deps.inbox.pathOf(document.id)
  // Bytes that were read are not kept, so there is nothing they could have changed to.
  const isRead = document.path === null && document.content_hash !== null
  const file = isRead ? undefined : await hashOf(path, document.name, signal)
  if (file === undefined || file.hash === document.content_hash) {
    work.commit({ status: 'embedding' })
    return 'unchanged'
  }
  const parsed = await deps.parse({ path, name: document.name }, signal)
  const title = parsed.title ?? basename(document.name)
  const count = (texts: readonly string[]) => deps.embedder.count(texts, signal)
  const passages = await makePassages({ documentId: document.id, title, parsed }, { count, maxTokens: deps.maxTokens })
  await replacePassages(deps, work, { document, parsed, passages, title, file })
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

interface Reading {
  readonly document: DocumentRow
  readonly parsed: ParsedDocument
  readonly passages: readonly PassageRow[]
  readonly title: string
  readonly file: FileHash
}

async function replacePassages({ db }: Pick<ReadDeps, 'db'>, work: DocumentWork, reading: Reading): Promise<void> {
  const { document, parsed, passages, title, file } = reading
  const before = passageIdsOf(db, document.id)
  const after = new Set(passages.map(({ id }) => id))
  for (const gone of pieces(
    [...before].filter((id) => !after.has(id)),
    () => charactersPerCommit / 16,
  )) {
    work.commit({ content_hash: null }, (tx) => removePassages(tx, gone))
    await nextTurn()
  }
  const { kind, text, warnings } = parsed
  const facts = { kind, title, warnings, pages: parsed.pages.length || null, characters: text.length, size_bytes: file.sizeBytes }
  work.commit({ ...facts, content_hash: null }, (tx) => {
    putText(tx, document.id, parsed)
    movePassages(
      tx,
      document.id,
      passages.filter(({ id }) => before.has(id)),
    )
  })
  for (const added of pieces(
    passages.filter(({ id }) => !before.has(id)),
    (passage) => passage.text.length,
  )) {
    await nextTurn()
    work.commit({}, (tx) => addPassages(tx, added))
  }
  work.commit({ status: 'embedding', content_hash: file.hash, passages: passages.length })
}

/** Cut so that the sizes of each piece's items stay within one commit. */
function* pieces<T>(items: readonly T[], sizeOf: (item: T) => number): Generator<T[]> {
  let piece: T[] = []
  let size = 0
  for (const item of items) {
    if (piece.length > 0 && size + sizeOf(item) > charactersPerCommit) {
      yield piece
      piece = []
      size = 0
    }
    piece.push(item)
    size += sizeOf(item)
  }
  if (piece.length > 0) yield piece
}
