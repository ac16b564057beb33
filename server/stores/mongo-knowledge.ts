import { type Collection, type Db, type Filter, UUID } from 'mongodb'
import { z } from 'zod'
import { type AtlasFields, atlasFields } from './atlas-search.ts'
import {
  type DocumentFilter,
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
  type PassageUse,
  type UsageStats,
} from './knowledge-store.ts'
import type { MongoSession } from './mongo.ts'
import { createMongoRevisions, type MongoRevisions } from './mongo-revisions.ts'

/** A document of `knowledge_vectors`. */
interface PassageRecord extends AtlasFields {
  user_id: UUID
  document_id: UUID
  position: number
  content: string
  embedding: number[]
  embedder: string
  /** In the first passage alone, which is written last. */
  passage_count?: number
  revision: number
  metadata: KnowledgeMetadata
  usage_stats: UsageStats
}

const uuid = z.instanceof(UUID).transform(String)
const head = z.object({
  ...{ user_id: uuid, document_id: uuid, embedder: z.string(), passage_count: z.int(), revision: z.int() },
  metadata: knowledgeMetadata,
})
const placed = z.object({ document_id: uuid, position: z.int(), content: z.string(), metadata: knowledgeMetadata })
const idOf = z.object({ document_id: uuid }).transform(({ document_id }) => document_id)
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

type Ask = <T>(work: (passages: Collection<PassageRecord>) => Promise<T>) => Promise<T>

/** `knowledge_vectors`: one document a passage. */
export function createMongoKnowledge(session: () => MongoSession): KnowledgeStore {
  const ask: Ask = (work) => session().ask((db) => work(passagesOf(db)))
  const askAgain: Ask = (work) => session().askAgain((db) => work(passagesOf(db)))
  const revisions = createMongoRevisions(session)
  return {
    kind: 'mongodb',
    ...changing(askAgain, revisions),
    ...reading(ask),
    revision: revisions.read,
    knownUsers: revisions.known,
    countUses: (uses, at) => countUses(ask, uses, at),
    ping: async () => await session().ask(async (db) => void (await db.command({ ping: 1 }))),
  }
}

type Changing = Pick<KnowledgeStore, 'putDocument' | 'deleteDocument' | 'deleteUser'>

/** Whatever is written here may be written twice. */
const changing = (ask: Ask, revisions: MongoRevisions): Changing => ({
  async putDocument(document) {
    const { first, others } = recordsOf(document, await revisions.grow(document.user_id))
    const beyond = { ...idsOf(document), position: { $gte: document.passages.length } }
    await ask((passages) => passages.deleteMany(beyond))
    for (let start = 0; start < others.length; start += passagesAtOnce)
      await ask((passages) => passages.bulkWrite(others.slice(start, start + passagesAtOnce).map(replacement)))
    await ask((passages) => passages.bulkWrite([replacement(first)]))
    // Once more: whoever looked meanwhile has seen a part of it.
    await revisions.grow(document.user_id)
  },
  async deleteDocument(key) {
    const attempts = { count: 0 }
    const { deletedCount } = await ask((passages) => {
      attempts.count += 1
      return passages.deleteMany(idsOf(key))
    })
    // Also when it found nothing: an attempt before this one may have been cut off behind the deletion.
    await revisions.grow(key.user_id)
    // The answer that was lost may have been that it is deleted.
    return deletedCount > 0 || attempts.count > 1
  },
  async deleteUser(userId) {
    await ask((passages) => passages.deleteMany({ user_id: new UUID(userId) }))
    await revisions.forget(userId)
  },
})

type Reading = Pick<KnowledgeStore, 'findDocument' | 'listDocuments' | 'readPassages' | 'readPlaces' | 'filterDocuments'>

const reading = (ask: Ask): Reading => ({
  findDocument: async (key) => (await headsOf(ask, idsOf(key), 1))[0],
  listDocuments: async (userId, { limit, after }) =>
    documentPage(await headsOf(ask, { user_id: new UUID(userId), ...isOlder(after) }, limit + 1), limit),
  readPassages: async (key) =>
    z.array(stored).parse(await ask((passages) => passages.find(idsOf(key)).sort({ position: 1 }).toArray())),
  async readPlaces(userId, places) {
    if (places.length === 0) return []
    const wanted = places.map(({ document_id, position }) => ({ document_id: new UUID(document_id), position }))
    const filter = { user_id: new UUID(userId), $or: wanted }
    const found = await ask((passages) => passages.find(filter).project({ embedding: 0, usage_stats: 0 }).toArray())
    return z.array(placed).parse(found)
  },
  async filterDocuments(userId, filter) {
    const wanted = { user_id: new UUID(userId), position: 0, ...passing(filter) }
    const found = await ask((passages) => passages.find(wanted).project({ document_id: 1 }).toArray())
    return z.array(idOf).parse(found)
  },
})

async function headsOf(ask: Ask, filter: Readonly<Record<string, unknown>>, limit: number): Promise<DocumentHead[]> {
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

async function countUses(ask: Ask, uses: readonly PassageUse[], at: Date): Promise<void> {
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
}

const passagesOf = (db: Db): Collection<PassageRecord> => db.collection<PassageRecord>('knowledge_vectors')

function passing(filter: DocumentFilter): Filter<PassageRecord> {
  const { document_ids, sources, categories, tags, created_from, created_before, min_importance } = filter
  const created = {
    ...(created_from === undefined ? {} : { $gte: created_from }),
    ...(created_before === undefined ? {} : { $lt: created_before }),
  }
  return {
    ...(document_ids === undefined ? {} : { document_id: { $in: document_ids.map((id) => new UUID(id)) } }),
    ...(sources === undefined ? {} : { 'metadata.source': { $in: [...sources] } }),
    ...(categories === undefined ? {} : { 'metadata.category': { $in: [...categories] } }),
    ...(tags === undefined ? {} : { 'metadata.tags': { $all: [...tags] } }),
    ...(Object.keys(created).length === 0 ? {} : { 'metadata.created_at': created }),
    ...(min_importance === undefined ? {} : { 'metadata.importance': { $gte: min_importance } }),
  }
}

const idsOf = ({ user_id, document_id }: DocumentKey) => ({ user_id: new UUID(user_id), document_id: new UUID(document_id) })

function isOlder(after: DocumentPlace | undefined) {
  if (after === undefined) return {}
  const [created_at, document_id] = [after.created_at, new UUID(after.document_id)]
  const sameTime = { 'metadata.created_at': created_at, document_id: { $lt: document_id } }
  return { $or: [{ 'metadata.created_at': { $lt: created_at } }, sameTime] }
}

function recordsOf({ embedder, metadata, passages, ...key }: KnowledgeDocument, under: number) {
  const record = ({ content, embedding }: KnowledgePassage, position: number): PassageRecord => ({
    ...{ ...idsOf(key), position, content, embedding: Array.from(embedding), embedder, metadata },
    revision: under,
    ...atlasFields(key.user_id, key.document_id),
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
