import { z } from 'zod'
import { entityId, time } from '../rows/columns.ts'
import { category, mostTags, tag } from '../rows/facets.ts'
import { source } from '../rows/message.ts'
import { call } from '../rpc/contract.ts'

export const route = z.enum(['auto', 'exact', 'vector', 'hybrid'])
export type Route = z.infer<typeof route>

/**
 * A passage found, best first. `scores` by method: `exact` is BM25 (higher is better) and `exact_share` its part of what the words could score at most, `vector` cosine, `fused` the
 * weighted sum of share and cosine, `rerank` what the reranker says, between 0 and 1; a rank counts from 1.
 */
export const searchResult = source.omit({ score: true }).extend({
  scores: z.object({
    exact: z.number().optional(),
    exact_rank: z.int().optional(),
    exact_share: z.number().optional(),
    vector: z.number().optional(),
    vector_rank: z.int().optional(),
    fused: z.number().optional(),
    rerank: z.number().optional(),
    /** By how much of its score the passage was put up or down for the importance of its document; absent where that is normal. */
    importance: z.number().optional(),
  }),
})
export type SearchResult = z.infer<typeof searchResult>

/** What decided the route. */
export const routeCause = z.enum(['asked', 'phrase', 'name', 'question_with_name', 'question', 'keywords'])
export type RouteCause = z.infer<typeof routeCause>

/** Why it was not gone as it was chosen, or led nowhere. */
export const routeDetour = z.enum(['nowhere_so', 'no_embedder', 'nothing_embedded', 'nothing_fits'])

/** What became of reading the best once more; null where no reranker was chosen, or the route does without. */
export const rerankOutcome = z.enum(['done', 'late', 'failed'])

export const searchAnswer = z.object({
  /** The route that was taken; never `auto`. */
  route: z.enum(['exact', 'vector', 'hybrid']),
  /** Why, in a few words a person understands. */
  reason: z.string(),
  cause: routeCause,
  detour: routeDetour.nullable(),
  rerank: rerankOutcome.nullable(),
  /** How much the two methods counted. */
  weights: z.object({ exact: z.number(), vector: z.number() }),
  results: z.array(searchResult),
  /** False when the best results are too weak to answer from: the model is then told that the documents do not contain it. */
  relevant: z.boolean(),
  /** `retrieve` is all but the embedding: `exact`, `vector`, `rerank`, and the putting together. */
  timings_ms: z.object({
    embed: z.number(),
    retrieve: z.number(),
    exact: z.number(),
    vector: z.number(),
    rerank: z.number(),
    total: z.number(),
  }),
})
export type SearchAnswer = z.infer<typeof searchAnswer>

export const searchQuery = z.object({
  query: z.string().trim().min(1).max(10_000),
  route: route.default('auto'),
  top_k: z.int().min(1).max(100).default(5),
  collection_ids: z.array(entityId).optional(),
  document_ids: z.array(entityId).optional(),
  kinds: z.array(z.string()).optional(),
  /** Documents that have all of these. */
  tags: z.array(tag).min(1).max(mostTags).optional(),
  categories: z.array(category.min(1)).max(100).optional(),
  /** Documents last changed at or after `from` and before `to`. */
  from: time.optional(),
  to: time.optional(),
})
export type SearchQuery = z.infer<typeof searchQuery>

export const search = { query: call(searchQuery, searchAnswer) }
