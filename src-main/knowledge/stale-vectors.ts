import { type DocumentRow, documentRow } from '../../src-shared/rows/knowledge.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'

export interface StaleDocuments {
  readonly collectionId: string
  readonly documents: readonly Pick<DocumentRow, 'id'>[]
}

/** Documents that are ready and have a passage without a vector of this embedder, by collection. */
export function documentsWithoutVectors(db: ReadDb, embedderId: string): StaleDocuments[] {
  const rows = db
    .prepare(`
      SELECT * FROM documents WHERE status = 'ready' AND EXISTS (
        SELECT 1 FROM passages WHERE document_id = documents.id
          AND NOT EXISTS (SELECT 1 FROM vectors WHERE embedder_id = ? AND passage = passages.rowid)
      )
    `)
    .all(embedderId)
    .map((row) => documentRow.parse(row))
  return [...Map.groupBy(rows, (row) => row.collection_id)].map(([collectionId, documents]) => ({ collectionId, documents }))
}

/** Its text stays as it is; only vectors are made. */
export function queueForVectors(tx: WriteDb, id: string, jobId: string): void {
  tx.prepare("UPDATE documents SET status = 'embedding', job_id = ? WHERE id = ?").run(jobId, id)
}
