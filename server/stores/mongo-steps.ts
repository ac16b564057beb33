import { type Db, MongoServerError, type ObjectId, UUID } from 'mongodb'
import { z } from 'zod'
import { knowledgeMetadata } from './knowledge-store.ts'
import { documentKey, documentsOf } from './mongo-documents.ts'
import { revisionsOf } from './mongo-revisions.ts'

/** A part of a migration that no command does. It may be done again. */
export type MongoStep = (db: Db, renew: () => Promise<void>) => Promise<void>

/** By the name in the migration. */
export const mongoSteps: Readonly<Record<string, MongoStep>> = {
  'documents-of-passages': documentsOfPassages,
  'recent-turns': recentTurns,
}

interface Kept {
  readonly _id: string | ObjectId
}

/** Of so many at once: no command takes its time, the cursor never waits for long, and the lock is renewed in between. */
const idsAtOnce = 200

const oldHead = z.object({
  ...{ user_id: z.instanceof(UUID), document_id: z.instanceof(UUID), embedder: z.string() },
  ...{ passage_count: z.int(), revision: z.int(), metadata: knowledgeMetadata },
})

/** Until then a document was its first passage, and one of before the revisions had none. */
async function documentsOfPassages(db: Db, renew: () => Promise<void>): Promise<void> {
  const passages = db.collection<Kept & { readonly revision: number }>('knowledge_vectors')
  for (const index of ['passages', 'heads']) await dropIndex(db, index)
  for await (const ids of idsIn(db, 'knowledge_vectors')) {
    await renew()
    const _id = { $in: ids }
    await passages.updateMany({ _id, revision: { $exists: false } }, { $set: { revision: 0 } })
    const first = { _id, position: 0, metadata: { $exists: true } }
    const heads = z.array(oldHead).parse(await passages.find(first).project({ embedding: 0, content: 0 }).toArray())
    if (heads.length > 0) await addDocuments(db, heads)
  }
}

async function addDocuments(db: Db, heads: readonly z.infer<typeof oldHead>[]): Promise<void> {
  await documentsOf(db).bulkWrite(
    heads.map((head) => {
      const _id = documentKey({ user_id: String(head.user_id), document_id: String(head.document_id) })
      return { updateOne: { filter: { _id }, update: { $setOnInsert: head }, upsert: true } }
    }),
  )
  const users = new Map(heads.map(({ user_id }) => [String(user_id), user_id]))
  await revisionsOf(db).bulkWrite(
    [...users.values()].map((_id) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert: { revision: 1 } }, upsert: true },
    })),
  )
}

interface Counting extends Kept {
  readonly last_turn?: string
  readonly recent_turns: string[]
}

/** One turn that was counted is too few to remember; it is one of those that are remembered now. */
async function recentTurns(db: Db, renew: () => Promise<void>): Promise<void> {
  const conversations = db.collection<Counting>('conversations_metadata')
  for await (const ids of idsIn(db, 'conversations_metadata')) {
    await renew()
    const found = await conversations.find({ _id: { $in: ids }, last_turn: { $exists: true } }).toArray()
    if (found.length > 0) await conversations.bulkWrite(found.map(carried))
  }
}

const carried = ({ _id, last_turn = '' }: Counting) => ({
  updateOne: { filter: { _id }, update: { $addToSet: { recent_turns: last_turn }, $unset: { last_turn: true as const } } },
})

/** All of them, a batch at a time: by what every index of ids answers, without reading what they name. */
async function* idsIn(db: Db, name: string): AsyncGenerator<Kept['_id'][], void> {
  const all = db.collection<Kept>(name).find().project<Kept>({ _id: 1 }).sort({ _id: 1 }).batchSize(idsAtOnce)
  let ids: Kept['_id'][] = []
  for await (const { _id } of all) {
    ids.push(_id)
    if (ids.length < idsAtOnce) continue
    yield ids
    ids = []
  }
  if (ids.length > 0) yield ids
}

const indexNotFound = 27

async function dropIndex(db: Db, name: string): Promise<void> {
  try {
    await db.collection('knowledge_vectors').dropIndex(name)
  } catch (error) {
    if (!(error instanceof MongoServerError && error.code === indexNotFound)) throw error
  }
}
