import type { ReadDb, WriteDb } from '../db/database.ts'
import { vectorsOf } from './embedder-change/change-row.ts'
import { putJob } from './import-jobs.ts'
import type { KnowledgeDeps } from './knowledge-deps.ts'
import { withoutVector } from './passages.ts'
import { newJob } from './queue-import.ts'
import { tellJob } from './tell-knowledge.ts'

/** A job for every collection with documents that have no vectors of the embedder in use: it was changed since. */
export function queueMissingVectors({ db, now, newId, embedderModel }: KnowledgeDeps): void {
  const model = embedderModel()
  if (model === undefined || isWhole(db, model.id)) return
  for (const [collectionId, documents] of Map.groupBy(documentsWithoutVectors(db, model.id), (row) => row.collection_id)) {
    const job = { ...newJob({ jobId: newId(), collectionId, at: now() }), total: documents.length }
    db.transact((tx) => {
      putJob(tx, job)
      for (const { id } of documents) queueForVectors(tx, id, job.id)
      tellJob(tx, job.id, job)
    })
  }
}

/** Told by two numbers: looking at every passage of a large collection takes seconds, and mostly nothing is missing. */
const isWhole = (db: ReadDb, embedderId: string): boolean =>
  vectorsOf(db, embedderId) === db.prepare<[], number>('SELECT count(*) FROM passages').pluck().get()

/** Documents that are ready and have a passage without a vector of this embedder. */
const documentsWithoutVectors = (db: ReadDb, embedderId: string) =>
  db
    .prepare<[string], { id: string; collection_id: string }>(`
      SELECT id, collection_id FROM documents WHERE status = 'ready' AND EXISTS (
        SELECT 1 FROM passages WHERE document_id = documents.id
          AND ${withoutVector}
      )
    `)
    .all(embedderId)

/** Its text stays as it is; only vectors are made. */
function queueForVectors(tx: WriteDb, id: string, jobId: string): void {
  tx.prepare("UPDATE documents SET status = 'embedding', job_id = ? WHERE id = ?").run(jobId, id)
}
