import type { ReadDb } from './database.ts'

interface StoredPiece {
  readonly start: number
  readonly text: string
}

const sql = `
  SELECT start, text FROM document_texts
  WHERE document_id = @id AND start < @end
    AND start >= coalesce((SELECT max(start) FROM document_texts WHERE document_id = @id AND start <= @start), 0)
  ORDER BY start`

/** Part of a document's kept text by UTF-16 offsets, of as many of its pieces as it lies in; '' while the document was never read. */
export function keptSlice(db: ReadDb, id: string, { start, end }: { readonly start: number; readonly end: number }): string {
  const pieces = db.prepare<[object], StoredPiece>(sql).all({ id, start, end })
  const base = pieces[0]?.start ?? 0
  const text = pieces.map((piece) => piece.text).join('')
  return text.slice(Math.max(0, start - base), Math.max(0, end - base))
}
