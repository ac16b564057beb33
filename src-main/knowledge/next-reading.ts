import { z } from 'zod'
import { documentKind, documentPiece, parseWarning } from '../../src-shared/engine/parser.ts'
import { documentRow, type PassageRow, passageRow } from '../../src-shared/rows/knowledge.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'

/** What a reading found of a document as a whole. */
export const readingFacts = z.object({
  kind: documentKind,
  title: documentRow.shape.title,
  warnings: z.array(parseWarning),
  pages: documentPiece.shape.pages,
  headings: documentPiece.shape.headings,
  characters: z.int(),
  passages: z.int(),
  size_bytes: documentRow.shape.size_bytes,
  content_hash: z.string(),
})
export type ReadingFacts = z.infer<typeof readingFacts>

/** A piece of the text that a document will have, with the passages that lie in it. */
export interface NextPiece {
  readonly start: number
  readonly text: string
  readonly passages: readonly PassageRow[]
}

const nextPassages = z.array(passageRow.omit({ document_id: true, text: true }))

export function putNextPiece(tx: WriteDb, documentId: string, { start, text, passages }: NextPiece): void {
  const kept = passages.map(({ document_id: _, text: __, ...passage }) => passage)
  tx.prepare('INSERT INTO next_texts (document_id, start, text, passages) VALUES (?, ?, ?, ?)').run(
    ...[documentId, start, text, JSON.stringify(kept)],
  )
}

interface StoredNextPiece {
  readonly start: number
  readonly text: string
  readonly passages: string
}

/** The first piece behind one that begins at `after`. */
export function nextPieceBehind(db: ReadDb, documentId: string, after: number): NextPiece | undefined {
  const row = db
    .prepare<[string, number], StoredNextPiece>(
      'SELECT start, text, passages FROM next_texts WHERE document_id = ? AND start > ? ORDER BY start LIMIT 1',
    )
    .get(documentId, after)
  if (row === undefined) return undefined
  const passages = nextPassages.parse(JSON.parse(row.passages)).map((passage) => ({
    ...{ ...passage, document_id: documentId },
    text: row.text.slice(passage.start - row.start, passage.end - row.start),
  }))
  return { ...row, passages }
}

/** From here on the document is to take over what was read, whatever becomes of its file. */
export function putNextReading(tx: WriteDb, documentId: string, facts: ReadingFacts): void {
  tx.prepare('INSERT OR REPLACE INTO next_readings (document_id, facts) VALUES (?, ?)').run(documentId, JSON.stringify(facts))
}

/** Undefined while none was read whole. */
export function findNextReading(db: ReadDb, documentId: string): ReadingFacts | undefined {
  const facts = db.prepare<[string], string>('SELECT facts FROM next_readings WHERE document_id = ?').pluck().get(documentId)
  return facts === undefined ? undefined : readingFacts.parse(JSON.parse(facts))
}

export const removeNextReading = (tx: WriteDb, documentId: string): void =>
  void tx.prepare('DELETE FROM next_readings WHERE document_id = ?').run(documentId)

/** Some of them; whether there may be more. */
export function removeNextPieces(tx: WriteDb, documentId: string, limit: number): boolean {
  const { changes } = tx
    .prepare('DELETE FROM next_texts WHERE rowid IN (SELECT rowid FROM next_texts WHERE document_id = ? LIMIT ?)')
    .run(documentId, limit)
  return changes === limit
}
