import { type DocumentHeading, type DocumentPage, documentPiece } from '../../src-shared/engine/parser.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'

export interface TextPiece {
  readonly documentId: string
  /** Characters before it. */
  readonly start: number
  readonly text: string
}

export function putTextPiece(tx: WriteDb, { documentId, start, text }: TextPiece): void {
  tx.prepare(
    "INSERT OR REPLACE INTO document_texts (document_id, start, text, pages, headings) VALUES (?, ?, ?, '[]', '[]')",
  ).run(documentId, start, text)
}

/** Of all of the text; kept with its first piece. */
export function putStructure(
  tx: WriteDb,
  documentId: string,
  { pages, headings }: { readonly pages: readonly DocumentPage[]; readonly headings: readonly DocumentHeading[] },
): void {
  tx.prepare('UPDATE document_texts SET pages = ?, headings = ? WHERE document_id = ? AND start = 0').run(
    JSON.stringify(pages),
    JSON.stringify(headings),
    documentId,
  )
}

/** Whether a reading left text or passages, be it one that was killed between the two. */
export const wasRead = (db: ReadDb, id: string): boolean =>
  db
    .prepare<[object], number>(
      'SELECT EXISTS (SELECT 1 FROM document_texts WHERE document_id = @id) OR EXISTS (SELECT 1 FROM passages WHERE document_id = @id)',
    )
    .pluck()
    .get({ id }) === 1

/** Some of them; whether there may be more. */
export function removeTextPieces(tx: WriteDb, documentId: string, limit: number): boolean {
  const { changes } = tx
    .prepare('DELETE FROM document_texts WHERE rowid IN (SELECT rowid FROM document_texts WHERE document_id = ? LIMIT ?)')
    .run(documentId, limit)
  return changes === limit
}

/** The kept text, whole; '' while the document was never read. */
export const keptText = (db: ReadDb, id: string): string =>
  db.prepare<[string], string>('SELECT text FROM document_texts WHERE document_id = ? ORDER BY start').pluck().all(id).join('')

/** Where its pages lie in the kept text. */
export const keptPages = (db: ReadDb, id: string): DocumentPage[] => documentPiece.shape.pages.parse(keptJson(db, id, 'pages'))

export const keptHeadings = (db: ReadDb, id: string): DocumentHeading[] =>
  documentPiece.shape.headings.parse(keptJson(db, id, 'headings'))

/** Those of the whole stand with the first piece. */
function keptJson(db: ReadDb, id: string, column: 'pages' | 'headings'): unknown {
  const kept = db.prepare<[string], string>(`SELECT ${column} FROM document_texts WHERE document_id = ? AND start = 0`)
  return JSON.parse(kept.pluck().get(id) ?? '[]')
}
