import { type Db, MongoServerError, UUID } from 'mongodb'
import { z } from 'zod'
import { knowledgeMetadata } from './knowledge-store.ts'
import { documentKey, documentsOf } from './mongo-documents.ts'
import { revisionsOf } from './mongo-revisions.ts'

/** A part of a migration that no command does. It may be done again. */
export type MongoStep = (db: Db, renew: () => Promise<void>) => Promise<void>

/** By the name in the migration. */
export const mongoSteps: Readonly<Record<string, MongoStep>> = { 'documents-of-passages': documentsOfPassages }

const oldHead = z.object({
  ...{ user_id: z.instanceof(UUID), document_id: z.instanceof(UUID), embedder: z.string() },
  ...{ passage_count: z.int(), revision: z.int(), metadata: knowledgeMetadata },
})

/** Until then a document was its first passage, and one of before the revisions had none. */
async function documentsOfPassages(db: Db, renew: () => Promise<void>): Promise<void> {
  const passages = db.collection('knowledge_vectors')
  for (const index of ['passages', 'heads']) await dropIndex(db, index)
  await passages.updateMany({ revision: { $exists: false } }, { $set: { revision: 0 } })
  for await (const found of passages.find({ position: 0, metadata: { $exists: true } }).project({ embedding: 0, content: 0 })) {
    await renew()
    const head = oldHead.parse(found)
    const _id = documentKey({ user_id: String(head.user_id), document_id: String(head.document_id) })
    await documentsOf(db).updateOne({ _id }, { $setOnInsert: head }, { upsert: true })
    await revisionsOf(db).updateOne({ _id: head.user_id }, { $setOnInsert: { revision: 1 } }, { upsert: true })
  }
}

const indexNotFound = 27

async function dropIndex(db: Db, name: string): Promise<void> {
  try {
    await db.collection('knowledge_vectors').dropIndex(name)
  } catch (error) {
    if (!(error instanceof MongoServerError && error.code === indexNotFound)) throw error
  }
}
