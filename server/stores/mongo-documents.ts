import { type Collection, type Db, type Filter, UUID } from 'mongodb'
import { z } from 'zod'
import {
  type DocumentFilter,
  type DocumentHead,
  type DocumentKey,
  type DocumentPage,
  type DocumentPlace,
  type DocumentWindow,
  documentPage,
  type KnowledgeMetadata,
  knowledgeMetadata,
} from './knowledge-store.ts'
import { isTaken, type MongoSession } from './mongo.ts'
import { parseRows } from './parse-rows.ts'

/** A document of `knowledge_documents`: what is known of a user's document. Its passages are those of its revision. */
interface DocumentRecord {
  /** Of the ids, as text: also what only speaks MongoDB's protocol finds it without a search. */
  _id: string
  user_id: UUID
  document_id: UUID
  embedder: string
  metadata: KnowledgeMetadata
  passage_count: number
  revision: number
}

/** `late`: one of a later revision is there. */
export type Put = 'first' | 'replaced' | 'late'

export interface MongoDocuments {
  find(key: DocumentKey): Promise<DocumentHead | undefined>
  list(userId: string, window: DocumentWindow): Promise<DocumentPage>
  /** Those that are there, in any order. */
  among(keys: readonly DocumentKey[]): Promise<readonly DocumentHead[]>
  filter(userId: string, filter: DocumentFilter): Promise<readonly string[]>
  /** In one step. */
  put(head: DocumentHead): Promise<Put>
  /** What is older than this revision. False: there was nothing. */
  delete(key: DocumentKey, before: number): Promise<boolean>
  deleteUser(userId: string): Promise<void>
}

const uuid = z.instanceof(UUID).transform(String)
const head = z.object({
  ...{ user_id: uuid, document_id: uuid, embedder: z.string(), passage_count: z.int(), revision: z.int() },
  metadata: knowledgeMetadata,
})
const idOf = z.object({ document_id: uuid }).transform(({ document_id }) => document_id)

export function createMongoDocuments(session: () => MongoSession): MongoDocuments {
  const ask = <T>(work: (documents: Collection<DocumentRecord>) => Promise<T>): Promise<T> =>
    session().ask((db) => work(documentsOf(db)))
  const change: typeof ask = (work) => session().askAgain((db) => work(documentsOf(db)))

  async function heads(filter: Filter<DocumentRecord>, limit: number): Promise<DocumentHead[]> {
    const order = { 'metadata.created_at': -1, document_id: -1 } as const
    return parseRows(head, await ask((documents) => documents.find(filter).sort(order).limit(limit).toArray()))
  }

  return {
    async find(key) {
      const found = await ask((documents) => documents.findOne({ _id: documentKey(key) }))
      return found === null ? undefined : head.parse(found)
    },
    list: async (userId, { limit, after }) =>
      documentPage(await heads({ user_id: new UUID(userId), ...isOlder(after) }, limit + 1), limit),
    async among(keys) {
      const ids = [...new Set(keys.map(documentKey))]
      return parseRows(head, await ask((documents) => documents.find({ _id: { $in: ids } }).toArray()))
    },
    async filter(userId, filter) {
      const wanted = { user_id: new UUID(userId), ...passing(filter) }
      const found = await ask((documents) => documents.find(wanted).project({ document_id: 1 }).toArray())
      return parseRows(idOf, found)
    },
    put: async (placed) => await change((documents) => putInOneStep(documents, placed)),
    delete: async (key, before) =>
      await session().askAgain(async (db, isAgain) => {
        const { deletedCount } = await documentsOf(db).deleteOne({ _id: documentKey(key), revision: { $lt: before } })
        return deletedCount > 0 || isAgain
      }),
    deleteUser: async (userId) => void (await change((documents) => documents.deleteMany({ user_id: new UUID(userId) }))),
  }
}

async function putInOneStep(documents: Collection<DocumentRecord>, { user_id, document_id, ...of }: DocumentHead): Promise<Put> {
  const record = { ...idsOf({ user_id, document_id }), ...of }
  const _id = documentKey({ user_id, document_id })
  try {
    await documents.insertOne({ _id, ...record })
    return 'first'
  } catch (error) {
    if (!isTaken(error)) throw error
    // Its own revision too: the answer may have been lost. What was deleted at this very moment is written again by whoever sees that.
    return (await documents.findOneAndReplace({ _id, revision: { $lte: of.revision } }, record)) === null ? 'late' : 'replaced'
  }
}

export const documentsOf = (db: Db): Collection<DocumentRecord> => db.collection<DocumentRecord>('knowledge_documents')

export const documentKey = ({ user_id, document_id }: DocumentKey): string => `${user_id} ${document_id}`

export const idsOf = ({ user_id, document_id }: DocumentKey) => ({
  user_id: new UUID(user_id),
  document_id: new UUID(document_id),
})

function passing(filter: DocumentFilter): Filter<DocumentRecord> {
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

function isOlder(after: DocumentPlace | undefined) {
  if (after === undefined) return {}
  const [created_at, document_id] = [after.created_at, new UUID(after.document_id)]
  const sameTime = { 'metadata.created_at': created_at, document_id: { $lt: document_id } }
  return { $or: [{ 'metadata.created_at': { $lt: created_at } }, sameTime] }
}
