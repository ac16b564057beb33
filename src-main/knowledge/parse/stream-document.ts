import { extensionOf } from '../../../src-shared/engine/document-kinds.ts'
import type { DocumentKind, DocumentPart, DocumentPiece } from '../../../src-shared/engine/parser.ts'
import { parserError } from '../../../src-shared/engine/parser.ts'
import type { Asked } from './kind-of-file.ts'
import type { PieceStream } from './piece-stream.ts'
import type { OpenFile } from './read-bounded.ts'
import { readJson } from './read-json.ts'
import { readMail } from './read-mail.ts'
import { readRecords } from './read-records.ts'
import { readRows } from './read-rows.ts'
import { refuse } from './refuse.ts'

const streamed = ['csv', 'json', 'email'] as const
export type StreamedKind = (typeof streamed)[number]

/** Whether documents of this kind are read piece by piece, however large they are. */
export const isStreamed = (kind: DocumentKind | 'zip'): kind is StreamedKind => streamed.some((each) => each === kind)

const recordExtensions = new Set(['jsonl', 'ndjson'])

export async function* streamDocument(kind: StreamedKind, file: OpenFile, asked: Asked): AsyncGenerator<DocumentPart, void> {
  const pieces = read(kind, file, asked)
  let hasText = false
  for (let next = await pieces.next(); ; next = await pieces.next()) {
    asked.signal.throwIfAborted()
    if (next.done) {
      if (!hasText) refuse(parserError.empty, { size_bytes: file.sizeBytes })
      return yield { part: 'end', warnings: [...new Set(next.value.warnings)] }
    }
    // The head comes with the first text, so that a file without any changes nothing.
    if (!hasText && next.value.text.trim() === '') continue
    if (!hasText) yield { part: 'head', kind, title: titleOf(kind, next.value) }
    hasText = true
    yield next.value
  }
}

function read(kind: StreamedKind, file: OpenFile, asked: Asked): PieceStream {
  switch (kind) {
    case 'csv':
      return readRows(file, asked)
    case 'email':
      return readMail(file, asked)
    case 'json':
      return recordExtensions.has(extensionOf(asked.name)) ? readRecords(file, asked) : readJson(file, asked)
  }
}

/** A single message is called by its subject, a mailbox by its file. */
function titleOf(kind: StreamedKind, { places }: DocumentPiece): string | null {
  const [first, second] = places
  return kind === 'email' && second === undefined && first?.place.kind === 'message' ? first.place.subject || null : null
}
