import type { ReadDb } from '../db/database.ts'

/** Passages that are removed or indexed anew in one commit: some 15 ms. */
export const passagesAtOnce = 50
/** Pieces of text, which hold more than passages do. */
export const textsAtOnce = 20

/** Whether removing it, or finding it by another name, takes more than one commit. */
export function isLargeDocument(db: ReadDb, id: string): boolean {
  const isMore = (table: 'passages' | 'document_texts' | 'next_texts', atOnce: number): boolean =>
    db.prepare(`SELECT 1 FROM ${table} WHERE document_id = ? LIMIT 1 OFFSET ?`).get(id, atOnce) !== undefined
  return isMore('passages', passagesAtOnce) || isMore('document_texts', textsAtOnce) || isMore('next_texts', textsAtOnce)
}
