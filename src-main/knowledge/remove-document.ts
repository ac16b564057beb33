import type { ReadDb, WriteDb } from '../db/database.ts'
import { journal } from '../db/journal.ts'
import { removedCollections, removedOwner } from '../db/removed-documents.ts'
import { findAttachment } from './attachments.ts'
import { withdrawFromJob } from './import-jobs.ts'
import { removeTextPieces } from './kept-text.ts'
import { isLargeDocument, passagesAtOnce, textsAtOnce } from './large-document.ts'
import { removeNextPieces } from './next-reading.ts'
import { removeSomePassages } from './passages.ts'

/** Gone for everybody with this commit. Text, passages and vectors of a large one go after it, in pieces (`createDocumentChores`). */
export function removeDocument(tx: WriteDb, id: string, at: number): void {
  const isAttached = findAttachment(tx, id) !== undefined
  withdrawFromJob(tx, id)
  if (isLargeDocument(tx, id)) hide(tx, id)
  else tx.prepare('DELETE FROM documents WHERE id = ?').run(id)
  if (isAttached) return tx.tell({ table: 'attachments', id, row: null })
  journal(tx, { op: 'remove', kind: 'document', id, at, args: {} })
  tx.tell({ table: 'documents', id, row: null })
}

/** Names of collections are unique, and nobody gives one this name. */
const hiddenId = '00000000-0000-7000-8000-000000000000'

/** Its place is free, and nobody waits for it. */
function hide(tx: WriteDb, id: string): void {
  tx.prepare(`
    INSERT INTO collections (id, name, created_at, updated_at, owner) VALUES (@id, @id, 0, 0, @owner) ON CONFLICT DO NOTHING
  `).run({ id: hiddenId, owner: removedOwner })
  tx.prepare(`
    UPDATE documents SET collection_id = ?, job_id = NULL, path = NULL, status = 'waiting' WHERE id = ?
  `).run(hiddenId, id)
  for (const table of ['sent_attachments', 'watched_files', 'document_facets'])
    tx.prepare(`DELETE FROM ${table} WHERE document_id = ?`).run(id)
}

/** One that is removed and not gone yet. */
export const nextRemoved = (db: ReadDb): string | undefined =>
  db.prepare<[], string>(`SELECT id FROM documents WHERE collection_id IN ${removedCollections} LIMIT 1`).pluck().get()

/** Some of what is left of a removed document, its row last. */
export function removePiece(tx: WriteDb, id: string): void {
  if (
    removeSomePassages(tx, id, passagesAtOnce) ||
    removeTextPieces(tx, id, textsAtOnce) ||
    removeNextPieces(tx, id, textsAtOnce)
  )
    return
  tx.prepare('DELETE FROM documents WHERE id = ?').run(id)
}

/** Whether something was hidden, be it gone by now. While this is so every search looks which documents it is about. */
export const isHiding = (db: ReadDb): boolean => db.prepare(`SELECT 1 WHERE EXISTS ${removedCollections}`).get() !== undefined

/** Once none is left. */
export function stopHiding(tx: WriteDb): void {
  tx.prepare('DELETE FROM collections WHERE owner = ?').run(removedOwner)
}
