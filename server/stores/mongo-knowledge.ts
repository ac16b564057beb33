import { type Collection, type Db, UUID } from 'mongodb'
import { z } from 'zod'
import {
  type DocumentHead,
  type DocumentKey,
  type DocumentPlace,
  documentPage,
  type KnowledgeDocument,
  type KnowledgeMetadata,
  type KnowledgePassage,
  type KnowledgeStore,
  keptScores,
  knowledgeMetadata,
  type UsageStats,
} from './knowledge-store.ts'
import type { MongoSession } from './mongo.ts'

/** A document of `knowledge_vectors`. */
interface PassageRecord {
  user_id: UUID
  document_id: UUID
  position: number
  content: string
  embedding: number[]
  embedder: string
  /** In the first passage alone, which is written last. */
  passage_count?: number
  metadata: KnowledgeMetadata
  usage_stats: UsageStats
}

const uuid = z.instanceof(UUID).transform(String)
const head = z.object({
  ...{ user_id: uuid, document_id: uuid, embedder: z.string(), passage_count: z.int(), metadata: knowledgeMetadata },
})
const stored = z.object({
  position: z.int(),
  content: z.string(),
  embedding: z.array(z.number()).transform((numbers) => Float32Array.from(numbers)),
  usage_stats: z.object({
    retrieval_count: z.int(),
    last_accessed: z.date().nullable(),
    // Where `$slice` is not known, all are kept.
    relevance_scores: z.array(z.number()).transform((scores) => scores.slice(-keptScores)),
  }),
})

/** So many passages travel together: a vector of 768 numbers takes 9 kB, and one command has little time. */
const passagesAtOnce = 10

/** `knowledge_vectors`: one document a passage. */
export function createMongoKnowledge(session: () => MongoSession): KnowledgeStore {
  const ask = <T>(work: (passages: Collection<PassageRecord>) => Promise<T>): Promise<T> =>
    session().ask((db) => work(passagesOf(db)))

  async function heads(filter: Readonly<Record<string, unknown>>, limit: number): Promise<DocumentHead[]> {
    const order = { 'metadata.created_at': -1, document_id: -1 } as const
    const found = await ask((passages) =>
      passages
        .find({ position: 0, ...filter })
        .project({ content: 0, embedding: 0 })
        .sort(order)
        .limit(limit)
        .toArray(),
    )
    return z.array(head).parse(found)
  }

  return {
    kind: 'mongodb',
    async putDocument(document) {
      const { first, others } = recordsOf(document)
      const beyond = { ...idsOf(document), position: { $gte: document.passages.length } }
      await ask((passages) => passages.deleteMany(beyond))
      for (let start = 0; start < others.length; start += passagesAtOnce)
        await ask((passages) => passages.bulkWrite(others.slice(start, start + passagesAtOnce).map(replacement)))
      await ask((passages) => passages.bulkWrite([replacement(first)]))
    },
    findDocument: async (key) => (await heads(idsOf(key), 1))[0],
    listDocuments: async (userId, { limit, after }) =>
      documentPage(await heads({ user_id: new UUID(userId), ...isOlder(after) }, limit + 1), limit),
    readPassages: async (key) =>
      z.array(stored).parse(await ask((passages) => passages.find(idsOf(key)).sort({ position: 1 }).toArray())),
    async countUses(uses, at) {
      if (uses.length === 0) return
      const updates = uses.map(({ position, relevance, ...key }) => ({
        updateOne: {
          filter: { ...idsOf(key), position },
          update: {
            $inc: { 'usage_stats.retrieval_count': 1 },
            $max: { 'usage_stats.last_accessed': at },
            $push: { 'usage_stats.relevance_scores': { $each: [relevance], $slice: -keptScores } },
          },
        },
      }))
      await ask((passages) => passages.bulkWrite(updates))
    },
    deleteDocument: async (key) => (await ask((passages) => passages.deleteMany(idsOf(key)))).deletedCount > 0,
    deleteUser: async (userId) => void (await ask((passages) => passages.deleteMany({ user_id: new UUID(userId) }))),
    ping: async () => await session().ask(async (db) => void (await db.command({ ping: 1 }))),
  }
}

const passagesOf = (db: Db): Collection<PassageRecord> => db.collection<PassageRecord>('knowledge_vectors')

const idsOf = ({ user_id, document_id }: DocumentKey) => ({ user_id: new UUID(user_id), document_id: new UUID(document_id) })

function isOlder(after: DocumentPlace | undefined) {
  if (after === undefined) return {}
  const [created_at, document_id] = [after.created_at, new UUID(after.document_id)]
  const sameTime = { 'metadata.created_at': created_at, document_id: { $lt: document_id } }
  return { $or: [{ 'metadata.created_at': { $lt: created_at } }, sameTime] }
}

function recordsOf({ embedder, metadata, passages, ...key }: KnowledgeDocument) {
  const record = ({ content, embedding }: KnowledgePassage, position: number): PassageRecord => ({
    ...{ ...idsOf(key), position, content, embedding: Array.from(embedding), embedder, metadata },
    usage_stats: { retrieval_count: 0, last_accessed: null, relevance_scores: [] },
  })
  const [first, ...others] = passages.map(record)
  if (first === undefined) throw new TypeError('a document has at least one passage')
  return { first: { ...first, passage_count: passages.length }, others }
}

const replacement = (record: PassageRecord) => {
  const { user_id, document_id, position } = record
  return { replaceOne: { filter: { user_id, document_id, position }, replacement: record, upsert: true } }
}
