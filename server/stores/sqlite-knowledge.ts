import { z } from 'zod'
import {
  type DocumentFilter,
  type DocumentHead,
  type DocumentKey,
  type DocumentPlace,
  documentPage,
  type KnowledgeDocument,
  type KnowledgeMetadata,
  type KnowledgeStore,
  keptScores,
  type PassagePlace,
  type StoredPassage,
} from './knowledge-store.ts'
import { type Sql, sql } from './sql.ts'
import type { SqliteFile } from './sqlite.ts'
import { forgetRevision, growRevision, readRevision, withRevision } from './sqlite-revisions.ts'

const at = z.int().transform((ms) => new Date(ms))
const json = <Item extends z.ZodType>(item: Item) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(item))

const metadataColumns = {
  ...{ source: z.string(), category: z.string().nullable(), tags: json(z.string()), importance: z.number() },
  ...{ created_at: at, updated_at: at },
}

const numberRow = z.object({ n: z.int() })

const headRow = z.object({
  ...{ user_id: z.string(), document_id: z.string(), embedder: z.string(), passage_count: z.int(), revision: z.int() },
  ...metadataColumns,
})

const placedRow = z.object({ document_id: z.string(), position: z.int(), content: z.string(), ...metadataColumns })
const idRow = z.object({ document_id: z.string() })

const passageRow = z.object({
  ...{ position: z.int(), content: z.string(), embedding: z.instanceof(Uint8Array).transform(vectorOf) },
  ...{ retrieval_count: z.int(), last_accessed: at.nullable(), relevance_scores: json(z.number()) },
})

/** Without MongoDB: a file, opened when it is first needed. */
export function createSqliteKnowledge(open: () => SqliteFile): KnowledgeStore {
  const heads = (where: Sql, limit: number): DocumentHead[] =>
    open()
      .query(
        sql`
          SELECT user_id, document_id, embedder, passage_count, revision, source, category, tags, importance, created_at, updated_at
          FROM knowledge_vectors WHERE position = 0 AND ${where}
          ORDER BY created_at DESC, document_id DESC LIMIT ${limit}`,
        headRow,
      )
      .map(headOf)

  return {
    kind: 'sqlite',
    putDocument: async (document) =>
      open().transact(() => {
        const revision = growRevision(open(), document.user_id)
        open().run(sql`DELETE FROM knowledge_vectors WHERE ${of(document)}`)
        for (const passage of passagesOf(document, revision)) open().run(passage)
      }),
    findDocument: async (key) => heads(of(key), 1)[0],
    listDocuments: async (userId, { limit, after }) =>
      documentPage(heads(sql`user_id = ${userId}${isOlder(after)}`, limit + 1), limit),
    readDocument: async (key) =>
      open().transact(() => {
        const [head] = heads(of(key), 1)
        return head && { head, passages: readPassages(open(), key) }
      }),
    countPassages: async (userId) => countPassages(open(), userId),
    readPlaces: async (userId, places) => places.flatMap((place) => placeOf(open(), userId, place)),
    filterDocuments: async (userId, filter) => passingIds(open(), userId, filter),
    revision: async (userId) => readRevision(open(), userId),
    knownUsers: async (userIds) => withRevision(open(), userIds),
    countUses: async (uses, usedAt) =>
      open().transact(() => {
        for (const { position, relevance, ...key } of uses)
          countUse(open(), sql`${of(key)} AND position = ${position}`, { relevance, usedAt })
      }),
    deleteDocument: async (key) =>
      open().transact(() => {
        const isGone = open().run(sql`DELETE FROM knowledge_vectors WHERE ${of(key)}`) > 0
        if (isGone) growRevision(open(), key.user_id)
        return isGone
      }),
    deleteUser: async (userId) =>
      open().transact(() => {
        open().run(sql`DELETE FROM knowledge_vectors WHERE user_id = ${userId}`)
        forgetRevision(open(), userId)
      }),
    ping: async () => {},
  }
}

const of = ({ user_id, document_id }: DocumentKey): Sql => sql`user_id = ${user_id} AND document_id = ${document_id}`

const isOlder = (after: DocumentPlace | undefined): Sql =>
  after === undefined ? sql`` : sql` AND (created_at, document_id) < (${after.created_at}, ${after.document_id})`

function headOf({ user_id, document_id, embedder, passage_count, revision, ...metadata }: z.infer<typeof headRow>): DocumentHead {
  return { user_id, document_id, embedder, passage_count, revision, metadata }
}

function placeOf(file: SqliteFile, userId: string, { document_id, position }: PassagePlace) {
  const where = sql`${of({ user_id: userId, document_id })} AND position = ${position}`
  const metadata = sql`source, category, tags, importance, created_at, updated_at`
  return file
    .query(sql`SELECT document_id, position, content, ${metadata} FROM knowledge_vectors WHERE ${where}`, placedRow)
    .map(({ content, ...row }) => ({ document_id, position, content, metadata: metadataOf(row) }))
}

const metadataOf = ({ source, category, tags, importance, created_at, updated_at }: KnowledgeMetadata): KnowledgeMetadata => ({
  ...{ source, category, tags, importance, created_at, updated_at },
})

function passingIds(file: SqliteFile, userId: string, filter: DocumentFilter): string[] {
  const where = sql`position = 0 AND user_id = ${userId}${passing(filter)}`
  return file.query(sql`SELECT document_id FROM knowledge_vectors WHERE ${where}`, idRow).map(({ document_id }) => document_id)
}

/** For `IN`: however many there are, one value. */
const among = (values: readonly string[]): Sql => sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`

function passing(filter: DocumentFilter): Sql {
  const { document_ids, sources, categories, tags = [], created_from, created_before, min_importance } = filter
  const conditions = [
    ...(document_ids === undefined ? [] : [sql`document_id IN ${among(document_ids)}`]),
    ...(sources === undefined ? [] : [sql`source IN ${among(sources)}`]),
    ...(categories === undefined ? [] : [sql`category IN ${among(categories)}`]),
    ...tags.map((tag) => sql`${tag} IN (SELECT value FROM json_each(tags))`),
    ...(created_from === undefined ? [] : [sql`created_at >= ${created_from}`]),
    ...(created_before === undefined ? [] : [sql`created_at < ${created_before}`]),
    ...(min_importance === undefined ? [] : [sql`importance >= ${min_importance}`]),
  ]
  return conditions.reduce((all, condition) => sql`${all} AND ${condition}`, sql``)
}

const readPassages = (file: SqliteFile, key: DocumentKey): StoredPassage[] =>
  file
    .query(
      sql`
        SELECT position, content, embedding, retrieval_count, last_accessed, relevance_scores
        FROM knowledge_vectors WHERE ${of(key)} ORDER BY position`,
      passageRow,
    )
    .map(passageOf)

function countPassages(file: SqliteFile, userId: string): number {
  const [counted] = file.query(sql`SELECT count(*) AS n FROM knowledge_vectors WHERE user_id = ${userId}`, numberRow)
  return counted?.n ?? 0
}

function passageOf({ position, content, embedding, ...usage_stats }: z.infer<typeof passageRow>): StoredPassage {
  return { position, content, embedding, usage_stats }
}

const passagesOf = ({ user_id, document_id, embedder, metadata, passages }: KnowledgeDocument, revision: number): Sql[] =>
  passages.map(
    ({ content, embedding }, position) => sql`
      INSERT INTO knowledge_vectors (
        user_id, document_id, position, content, embedding, embedder, passage_count, revision,
        source, category, tags, importance, created_at, updated_at)
      VALUES (
        ${user_id}, ${document_id}, ${position}, ${content}, ${bytesOf(embedding)}, ${embedder},
        ${position === 0 ? passages.length : null}, ${revision}, ${metadata.source}, ${metadata.category},
        ${JSON.stringify(metadata.tags)}, ${metadata.importance}, ${metadata.created_at}, ${metadata.updated_at})`,
  )

const bytesOf = (vector: Float32Array): Uint8Array => new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)

/** A copy: what the driver hands out lies anywhere in its memory, also where no number may begin. */
function vectorOf(bytes: Uint8Array): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer)
}

const scoresRow = z.object({ relevance_scores: json(z.number()) })

function countUse(file: SqliteFile, which: Sql, { relevance, usedAt }: { relevance: number; usedAt: Date }): void {
  const [found] = file.query(sql`SELECT relevance_scores FROM knowledge_vectors WHERE ${which}`, scoresRow)
  if (found === undefined) return
  const scores = JSON.stringify([...found.relevance_scores, relevance].slice(-keptScores))
  file.run(sql`
    UPDATE knowledge_vectors
    SET retrieval_count = retrieval_count + 1, relevance_scores = ${scores},
      last_accessed = max(coalesce(last_accessed, 0), ${usedAt})
    WHERE ${which}`)
}
