import type { ReadDb, WriteDb } from '../db/database.ts'
import { isLargeDocument, passagesAtOnce } from './large-document.ts'

/** Passages that are set aside while their document is read anew stand below zero, and may come back. */
const beforeAll = Number.MIN_SAFE_INTEGER

/** The name is among the words of every passage. Those of a large document get it after this, in pieces (`createDocumentChores`). */
export function indexNameAnew(tx: WriteDb, id: string): void {
  if (!isLargeDocument(tx, id)) return void indexSome(tx, { id, after: beforeAll })
  tx.prepare(
    'INSERT INTO renamed_documents (document_id, indexed_to) VALUES (@id, @beforeAll) ON CONFLICT DO UPDATE SET indexed_to = @beforeAll',
  ).run({ id, beforeAll })
}

export interface Renamed {
  readonly id: string
  /** The position of the last passage that has the name. */
  readonly after: number
}

/** One whose passages are still found by its old name. While it is read its passages change places: it waits for that. */
export const nextRenamed = (db: ReadDb): Renamed | undefined =>
  db
    .prepare<[], Renamed>(`
      SELECT id, indexed_to AS after FROM renamed_documents JOIN documents ON id = document_id WHERE job_id IS NULL LIMIT 1
    `)
    .get()

/** A reading puts passages to other places: all of them are looked at again. */
export function beginNameAgain(tx: WriteDb, id: string): void {
  tx.prepare('UPDATE renamed_documents SET indexed_to = ? WHERE document_id = ?').run(beforeAll, id)
}

/** Some more of its passages. */
export function indexNamePiece(tx: WriteDb, renamed: Renamed): void {
  const last = indexSome(tx, renamed)
  if (last === undefined) tx.prepare('DELETE FROM renamed_documents WHERE document_id = ?').run(renamed.id)
  else tx.prepare('UPDATE renamed_documents SET indexed_to = ? WHERE document_id = ?').run(last, renamed.id)
}

/** The position of the last one; undefined when there were no more. */
function indexSome(tx: WriteDb, { id, after }: Renamed): number | undefined {
  const some = tx
    .prepare<[string, number, number], { rowid: number; position: number }>(
      'SELECT rowid, position FROM passages WHERE document_id = ? AND position > ? ORDER BY position LIMIT ?',
    )
    .all(id, after, passagesAtOnce)
  const remove = tx.prepare('DELETE FROM passage_words WHERE rowid = ?')
  const add = tx.prepare(`
    INSERT INTO passage_words (rowid, text, heading, title)
    SELECT passages.rowid, passages.text, heading, coalesce(title, '') || ' ' || name
    FROM passages JOIN documents ON documents.id = document_id WHERE passages.rowid = ?
  `)
  for (const { rowid } of some) {
    remove.run(rowid)
    add.run(rowid)
  }
  return some.at(-1)?.position
}
