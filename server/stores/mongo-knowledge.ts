import { type Collection, type Db, UUID } from 'mongodb'
import { z } from 'zod'
import { type AtlasFields, atlasFields } from './atlas-search.ts'
import {
  type DocumentKey,
  type KnowledgeDocument,
  type KnowledgePassage,
  type KnowledgeStore,
  keptScores,
  type PassagePlace,
  type PassageUse,
  type PlacedPassage,
  type StoredDocument,
  type UsageStats,
} from './knowledge-store.ts'
import type { MongoSession } from './mongo.ts'
import { createMongoDocuments, documentKey, idsOf, type MongoDocuments } from './mongo-documents.ts'
import { createMongoRevisions, type MongoRevisions } from './mongo-revisions.ts'
import { parseRows } from './parse-rows.ts'

/** A document of `knowledge_vectors`. */
interface PassageRecord extends AtlasFields {
  _id: string
  user_id: UUID
  document_id: UUID
  position: number
  content: string
  embedding: number[]
  embedder: string
  /** Of its document; passages of another one are being written, or are not deleted yet. */
  revision: number
  usage_stats: UsageStats
}

const uuid = z.instanceof(UUID).transform(String)
const placed = z.object({ document_id: uuid, position: z.int(), content: z.string() })
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

/** Of a document that is deleted each time while it is written. */
const mostAttempts = 5

type Ask = <T>(work: (passages: Collection<PassageRecord>) => Promise<T>) => Promise<T>

interface Parts {
  readonly ask: Ask
  /** For what may be done twice. */
  readonly change: Ask
  readonly documents: MongoDocuments
  readonly revisions: MongoRevisions
}

/** `knowledge_documents`, and in `knowledge_vectors` a document a passage. */
export function createMongoKnowledge(session: () => MongoSession): KnowledgeStore {
  const ask: Ask = (work) => session().ask((db) => work(passagesOf(db)))
  const change: Ask = (work) => session().askAgain((db) => work(passagesOf(db)))
  const documents = createMongoDocuments(session)
  const revisions = createMongoRevisions(session)
  return {
    kind: 'mongodb',
    ...changing({ ask, change, documents, revisions }),
    findDocument: documents.find,
    listDocuments: documents.list,
    filterDocuments: documents.filter,
    readDocument: (key) => readDocument({ ask, documents }, key),
    readPlaces: (userId, places) => readPlaces({ ask, documents }, userId, places),
    countPassages: (userId) => ask((passages) => passages.countDocuments({ user_id: new UUID(userId) })),
    revision: revisions.read,
    knownUsers: revisions.known,
    countUses: (uses, at) => countUses({ ask, documents }, uses, at),
    ping: async () => await session().ask(async (db) => void (await db.command({ ping: 1 }))),
  }
}

type Changing = Pick<KnowledgeStore, 'putDocument' | 'deleteDocument' | 'deleteUser'>

const changing = (parts: Parts): Changing => ({
  async putDocument(document) {
    let before = await parts.revisions.grow(document.user_id)
    for (let n = 0; n < mostAttempts; n++) {
      await write(parts, document, before.revision)
      // Once more: whoever looked meanwhile has not seen it.
      const after = await parts.revisions.grow(document.user_id)
      if (after.deletions === before.deletions || (await isWhole(parts, document, before.revision))) return
      before = after
    }
    // Somebody wants it away.
    await deleteDocument(parts, document)
  },
  deleteDocument: (key) => deleteDocument(parts, key),
  async deleteUser(userId) {
    const { change, documents, revisions } = parts
    await documents.deleteUser(userId)
    await change((passages) => passages.deleteMany({ user_id: new UUID(userId) }))
    await revisions.forget(userId)
  },
})

async function deleteDocument({ change, documents, revisions }: Parts, key: DocumentKey): Promise<boolean> {
  const { revision } = await revisions.delete(key.user_id)
  const isDeleted = await documents.delete(key, revision)
  const { deletedCount } = await change((passages) => passages.deleteMany({ ...idsOf(key), revision: { $lt: revision } }))
  await revisions.grow(key.user_id)
  // An attempt before this one may have been cut off between the two.
  return isDeleted || deletedCount > 0
}

/** Beside what is there, in whose place it comes in one step: of two at once one is there whole, and the other leaves nothing. */
async function write({ change, documents }: Parts, document: KnowledgeDocument, revision: number): Promise<void> {
  const { passages: all, ...of } = document
  for (let start = 0; start < all.length; start += passagesAtOnce) {
    const some = all.slice(start, start + passagesAtOnce).map((passage, n) => recordOf(document, revision, [start + n, passage]))
    await change((passages) => passages.bulkWrite(some.map(replacement)))
  }
  const put = await documents.put({ ...of, passage_count: all.length, revision })
  // What is not of it any more, also of an attempt that was cut off. Whoever writes an older one will not put it, and one that is older
  // than what is there is not wanted.
  const isOver = put === 'late' ? revision : { $lt: revision }
  await change((passages) => passages.deleteMany({ ...idsOf(document), revision: isOver }))
}

/** Whether what was deleted meanwhile has left it as it was written, or a later one is there. */
async function isWhole({ ask, documents }: Parts, key: DocumentKey, revision: number): Promise<boolean> {
  const head = await documents.find(key)
  if (head?.revision !== revision) return head !== undefined
  return (await ask((passages) => passages.countDocuments({ ...idsOf(key), revision }))) === head.passage_count
}

type Reading = Pick<Parts, 'ask' | 'documents'>

async function readDocument({ ask, documents }: Reading, key: DocumentKey): Promise<StoredDocument | undefined> {
  let head = await documents.find(key)
  while (head !== undefined) {
    const wanted = { ...idsOf(head), revision: head.revision }
    const found = await ask((passages) => passages.find(wanted).sort({ position: 1 }).toArray())
    const now = found.length === head.passage_count ? head : await documents.find(key)
    if (now?.revision === head.revision) return { head, passages: parseRows(stored, found) }
    // Another one took its place while it was read.
    head = now
  }
  return undefined
}

async function readPlaces(
  { ask, documents }: Reading,
  userId: string,
  places: readonly PassagePlace[],
): Promise<readonly PlacedPassage[]> {
  if (places.length === 0) return []
  const heads = await documents.among(places.map(({ document_id }) => ({ user_id: userId, document_id })))
  const of = new Map(heads.map((each) => [each.document_id, each]))
  const wanted = places.flatMap(({ document_id, position }) => {
    const head = of.get(document_id)
    return head === undefined ? [] : [{ document_id: new UUID(document_id), revision: head.revision, position }]
  })
  if (wanted.length === 0) return []
  const filter = { user_id: new UUID(userId), $or: wanted }
  const found = await ask((passages) => passages.find(filter).project({ embedding: 0, usage_stats: 0 }).toArray())
  return z
    .array(placed)
    .parse(found)
    .flatMap((passage) => {
      const head = of.get(passage.document_id)
      return head === undefined ? [] : [{ ...passage, metadata: head.metadata }]
    })
}

async function countUses({ ask, documents }: Reading, uses: readonly PassageUse[], at: Date): Promise<void> {
  if (uses.length === 0) return
  const revisions = new Map((await documents.among(uses)).map((head) => [documentKey(head), head.revision]))
  const updates = uses.flatMap(({ position, relevance, ...key }) => {
    const revision = revisions.get(documentKey(key))
    if (revision === undefined) return []
    const update = {
      $inc: { 'usage_stats.retrieval_count': 1 },
      $max: { 'usage_stats.last_accessed': at },
      $push: { 'usage_stats.relevance_scores': { $each: [relevance], $slice: -keptScores } },
    }
    return [{ updateOne: { filter: { ...idsOf(key), revision, position }, update } }]
  })
  if (updates.length > 0) await ask((passages) => passages.bulkWrite(updates))
}

const passagesOf = (db: Db): Collection<PassageRecord> => db.collection<PassageRecord>('knowledge_vectors')

type Numbered = readonly [position: number, passage: KnowledgePassage]

const recordOf = ({ embedder, ...key }: KnowledgeDocument, revision: number, [position, passage]: Numbered): PassageRecord => ({
  _id: `${documentKey(key)} ${revision} ${position}`,
  ...{ ...idsOf(key), revision, position, content: passage.content, embedding: Array.from(passage.embedding), embedder },
  ...atlasFields(key.user_id, key.document_id),
  usage_stats: { retrieval_count: 0, last_accessed: null, relevance_scores: [] },
})

const replacement = ({ _id, ...record }: PassageRecord) => ({
  replaceOne: { filter: { _id }, replacement: record, upsert: true },
})
