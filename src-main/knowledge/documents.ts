import { type DocumentRow, documentRow } from '../../src-shared/rows/knowledge.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'
import { journal } from '../db/journal.ts'
import { removedCollections } from '../db/removed-documents.ts'
import { isOwned } from './attachments.ts'
import { indexFacets } from './index-facets.ts'

const columns = `id, collection_id, name, path, kind, title, size_bytes, content_hash, status, fault, warnings, pages, characters,
  passages, tags, category, importance, created_at, updated_at`

export interface DocumentPage {
  readonly items: DocumentRow[]
  readonly total: number
}

/** What is attached to a chat is not among the documents of the knowledge. */
const ofTheKnowledge = 'collection_id IN (SELECT id FROM collections WHERE owner IS NULL)'

/** By name; all collections when none is given. */
export function listDocuments(
  db: ReadDb,
  { collection_id, limit, offset }: { collection_id?: string | undefined; limit: number; offset: number },
): DocumentPage {
  const wanted = { collection_id: collection_id ?? null }
  const where = collection_id === undefined ? `WHERE ${ofTheKnowledge}` : 'WHERE collection_id = @collection_id'
  const items = db
    .prepare(`SELECT ${columns} FROM documents ${where} ORDER BY collection_id, name, id LIMIT @limit OFFSET @offset`)
    .all({ ...wanted, limit, offset })
    .map(parse)
  const total = db.prepare<[object], number>(`SELECT count(*) FROM documents ${where}`).pluck().get(wanted) ?? 0
  return { items, total }
}

export function findDocument(db: ReadDb, id: string): DocumentRow | undefined {
  const row = db.prepare(`SELECT ${columns} FROM documents WHERE id = ? AND collection_id NOT IN ${removedCollections}`).get(id)
  return row === undefined ? undefined : parse(row)
}

/** The document that the file at `path` is in a collection. */
export function documentAt(db: ReadDb, collectionId: string, path: string): DocumentRow | undefined {
  const row = db.prepare(`SELECT ${columns} FROM documents WHERE collection_id = ? AND path = ?`).get(collectionId, path)
  return row === undefined ? undefined : parse(row)
}

/** The document that was handed over as bytes with this name and this content. */
export function documentWithContent(
  db: ReadDb,
  { collectionId, name, hash }: { collectionId: string; name: string; hash: string },
): DocumentRow | undefined {
  const row = db
    .prepare(`SELECT ${columns} FROM documents WHERE collection_id = ? AND path IS NULL AND name = ? AND content_hash = ?`)
    .get(collectionId, name, hash)
  return row === undefined ? undefined : parse(row)
}

export const documentIdsOf = (db: ReadDb, collectionId: string): string[] =>
  db.prepare<[string], string>('SELECT id FROM documents WHERE collection_id = ? ORDER BY id').pluck().all(collectionId)

/** Where the originals of a collection lie. */
export const pathsOf = (db: ReadDb, collectionId: string): string[] =>
  db
    .prepare<[string], string>('SELECT path FROM documents WHERE collection_id = ? AND path IS NOT NULL ORDER BY id')
    .pluck()
    .all(collectionId)

/** `jobId` is the job that has to read it. */
export function addDocument(tx: WriteDb, document: DocumentRow, jobId: string): void {
  tx.prepare(`
    INSERT INTO documents (${columns}, job_id)
    VALUES (@id, @collection_id, @name, @path, @kind, @title, @size_bytes, @content_hash, @status, @fault, @warnings, @pages,
      @characters, @passages, @tags, @category, @importance, @created_at, @updated_at, @job_id)
  `).run({ ...stored(document), job_id: jobId })
  indexFacets(tx, document.id, document)
}

/** Changes what reading a file may change, so nothing a person says of it; a document that was removed meanwhile stays removed. */
export function changeDocument(tx: WriteDb, document: DocumentRow, { jobId }: { readonly jobId: string | null }): void {
  tx.prepare(`
    UPDATE documents SET kind = @kind, title = @title, size_bytes = @size_bytes, content_hash = @content_hash, status = @status,
      fault = @fault, warnings = @warnings, pages = @pages, characters = @characters, passages = @passages,
      updated_at = @updated_at, job_id = @job_id
    WHERE id = @id
  `).run({ ...stored(document), job_id: jobId })
}

/** The job that still has to do something for a document. */
export const jobOf = (db: ReadDb, id: string): string | undefined =>
  db.prepare<[string], string | null>('SELECT job_id FROM documents WHERE id = ?').pluck().get(id) ?? undefined

const stored = (document: DocumentRow): Record<string, unknown> => ({
  ...document,
  fault: document.fault === null ? null : JSON.stringify(document.fault),
  warnings: JSON.stringify(document.warnings),
  tags: JSON.stringify(document.tags),
})

/** For sync: what a document is, never where it lies on this machine. What is attached to a chat stays here. */
export function journalDocument(tx: WriteDb, document: DocumentRow): void {
  const { id, collection_id, name, kind, title, size_bytes, content_hash, pages, characters, passages } = document
  const { tags, category, importance } = document
  if (isOwned(tx, collection_id)) return
  const read = { collection_id, name, kind, title, size_bytes, content_hash, pages, characters, passages }
  const args = { ...read, tags, category, importance }
  journal(tx, { op: 'put', kind: 'document', id, at: document.updated_at, args })
}

const parse = (row: unknown): DocumentRow => documentRow.parse(row)
