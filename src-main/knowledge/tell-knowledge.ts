import type { ImportJobRow } from '../../src-shared/rows/knowledge.ts'
import type { WriteDb } from '../db/database.ts'
import { findAttachment, isOwned } from './attachments.ts'
import { findDocument } from './documents.ts'

/** As it is now: a document of the knowledge, or what is attached to a chat. */
export function tellDocument(tx: WriteDb, id: string): void {
  const attachment = findAttachment(tx, id)
  if (attachment) tx.tell({ table: 'attachments', id, row: attachment })
  else tx.tell({ table: 'documents', id, row: findDocument(tx, id) ?? null })
}

/** Reading what is attached to a chat is no import that anybody follows. */
export function tellJob(tx: WriteDb, id: string, row: ImportJobRow | null): void {
  if (row === null || !isOwned(tx, row.collection_id)) tx.tell({ table: 'import_jobs', id, row })
}
