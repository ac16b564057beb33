import { type Collection, MongoServerError } from 'mongodb'
import { z } from 'zod'
import type { MongoSession } from './mongo.ts'
import { parseRows } from './parse-rows.ts'

/** What of a passage Atlas can filter by; ids as text, which every version of it takes. */
export interface AtlasFields {
  readonly search: { readonly user: string; readonly document: string }
}

export const atlasFields = (user: string, document: string): AtlasFields => ({ search: { user, document } })

const hit = z.object({ document_id: z.string(), position: z.int(), score: z.number() })
export type AtlasHit = z.infer<typeof hit>

export interface AtlasAsked {
  readonly userId: string
  readonly limit: number
  readonly documentIds: readonly string[] | undefined
}

/**
 * MongoDB Atlas's own indexes over `knowledge_vectors`, where there are any. A document is in them a moment after it was written. Errors:
 * `STORE_UNAVAILABLE`, and what Atlas refuses.
 */
export interface AtlasSearch {
  /** Makes the indexes that are missing. `absent`: this server has no such thing. */
  prepare(dimension: number): Promise<'ready' | 'building' | 'absent'>
  /** With its cosine as the score. */
  nearest(asked: AtlasAsked & { readonly embedder: string; readonly vector: Float32Array }): Promise<readonly AtlasHit[]>
  words(asked: AtlasAsked & { readonly query: string; readonly match: 'all' | 'any' }): Promise<readonly AtlasHit[]>
}

/** The reference's name. */
const vectorIndex = 'vector_idx_embeddings_embedding'
const textIndex = 'text_idx_content'
/** Atlas looks at so many times what is wanted, and at most at so many. */
const overrequest = 20
const mostCandidates = 10_000

export function createAtlasSearch(session: () => MongoSession): AtlasSearch {
  const ask = <T>(work: (passages: Collection) => Promise<T>): Promise<T> =>
    session().ask((db) => work(db.collection('knowledge_vectors')))

  const hits = async (pipeline: object[]): Promise<readonly AtlasHit[]> =>
    parseRows(hit, await ask((passages) => passages.aggregate([...pipeline]).toArray()))

  return {
    async prepare(dimension) {
      const wanted = [vectorDefinition(dimension), textDefinition]
      const found = await ask(knownIndexes)
      if (found === undefined) return 'absent'
      const missing = wanted.filter(({ name }) => !found.some((each) => each.name === name))
      if (missing.length > 0) await ask((passages) => passages.createSearchIndexes(missing))
      const other = found.find(
        ({ name, latestDefinition }) => name === vectorIndex && dimensionOf(latestDefinition) !== dimension,
      )
      if (other !== undefined)
        await ask((passages) => passages.updateSearchIndex(vectorIndex, vectorDefinition(dimension).definition))
      const isReady =
        other === undefined && wanted.every(({ name }) => found.some((each) => each.name === name && each.queryable))
      return isReady ? 'ready' : 'building'
    },
    async nearest({ userId, embedder, vector, limit, documentIds }) {
      const among = documentIds === undefined ? {} : { 'search.document': { $in: [...documentIds] } }
      const found = await hits([
        {
          $vectorSearch: {
            ...{ index: vectorIndex, path: 'embedding', queryVector: Array.from(vector), limit },
            numCandidates: Math.min(mostCandidates, overrequest * limit),
            filter: { 'search.user': userId, embedder, ...among },
          },
        },
        { $project: placeAnd('vectorSearchScore') },
      ])
      // Atlas maps a cosine to 0…1.
      return found.map(({ score, ...place }) => ({ ...place, score: 2 * score - 1 }))
    },
    words: ({ userId, query, match, limit, documentIds }) =>
      hits([
        {
          $search: {
            index: textIndex,
            compound: {
              must: [{ text: { query, path: 'content', matchCriteria: match } }],
              filter: [
                { equals: { path: 'search.user', value: userId } },
                ...(documentIds === undefined ? [] : [{ in: { path: 'search.document', value: [...documentIds] } }]),
              ],
            },
          },
        },
        { $limit: limit },
        { $project: placeAnd('searchScore') },
      ]),
  }
}

const placeAnd = (score: string) => ({
  ...{ _id: 0, document_id: '$search.document', position: 1 },
  score: { $meta: score },
})

const vectorDefinition = (numDimensions: number) => ({
  ...{ name: vectorIndex, type: 'vectorSearch' },
  definition: {
    fields: [
      { type: 'vector', path: 'embedding', numDimensions, similarity: 'cosine' },
      ...['search.user', 'search.document', 'embedder'].map((path) => ({ type: 'filter', path })),
    ],
  },
})

const textDefinition = {
  ...{ name: textIndex, type: 'search' },
  definition: {
    mappings: {
      dynamic: false,
      fields: {
        content: { type: 'string' },
        search: { type: 'document', fields: { user: { type: 'token' }, document: { type: 'token' } } },
      },
    },
  },
}

const known = z.object({ name: z.string(), queryable: z.boolean().default(false), latestDefinition: z.unknown() })
type KnownIndex = z.infer<typeof known>

const withDimension = z.object({ fields: z.array(z.object({ numDimensions: z.int().optional() })) })

function dimensionOf(definition: unknown): number | undefined {
  const parsed = withDimension.safeParse(definition)
  return parsed.data?.fields.find(({ numDimensions }) => numDimensions !== undefined)?.numDimensions
}

/** Undefined where the question itself is refused: by MongoDB without Atlas, and by what only speaks its protocol. */
async function knownIndexes(passages: Collection): Promise<readonly KnownIndex[] | undefined> {
  try {
    return parseRows(known, await passages.listSearchIndexes().toArray())
  } catch (error) {
    if (error instanceof MongoServerError) return undefined
    throw error
  }
}
