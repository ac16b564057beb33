import { z } from 'zod'
import { someText } from './described-text.ts'
import { idInAnyCase } from './id-in-any-case.ts'
import { category, documentMetadata, embedding, embeddingModel, tag } from './knowledge.ts'
import { moment } from './moment.ts'

const query = z
  .string()
  .max(4000)
  .refine((given) => given.isWellFormed() && !given.includes('\0'), 'not a text')
  .refine((given) => given.trim() !== '', 'no text')
  .meta({ minLength: 1, ...someText })

/** All of those that are given. */
export const searchFilters = z
  .strictObject({
    document_ids: z.array(idInAnyCase).min(1).max(1000).optional(),
    sources: z.array(z.string().min(1).max(500)).min(1).max(100).optional(),
    categories: z.array(category).min(1).max(100).optional(),
    tags: z.array(tag).min(1).max(50).optional().describe('A document has all of them.'),
    created_from: moment.optional(),
    created_before: moment.optional(),
    min_importance: z.number().min(0).max(1).optional(),
  })
  .meta({ id: 'SearchFilters' })
export type SearchFilters = z.infer<typeof searchFilters>

const asked = {
  query,
  top_k: z.int().min(1).max(50).default(5),
  filters: searchFilters.optional(),
  embedding: embedding.optional().describe('Of the query, where the server has no model of its own.'),
  embedding_model: embeddingModel.optional(),
}

const goTogether = ({ embedding, embedding_model }: { readonly embedding?: unknown; readonly embedding_model?: unknown }) =>
  (embedding === undefined) === (embedding_model === undefined)
const apart = { path: ['embedding_model'], message: 'goes with an embedding, and that with it' }

const together = { dependentRequired: { embedding: ['embedding_model'], embedding_model: ['embedding'] } }

export const semanticBody = z.strictObject(asked).refine(goTogether, apart).meta(together)
export type SemanticBody = z.infer<typeof semanticBody>

const share = z.number().min(0).max(1)
export const searchWeights = z
  .strictObject({ vector: share, text: share })
  .refine(({ vector, text }) => vector + text > 0, 'one of them has to count')
  .meta({
    id: 'SearchWeights',
    anyOf: [{ properties: { vector: { exclusiveMinimum: 0 } } }, { properties: { text: { exclusiveMinimum: 0 } } }],
  })
export type SearchWeights = z.infer<typeof searchWeights>

export const hybridBody = z
  .strictObject({ ...asked, weights: searchWeights.optional().describe('Unless given, the query decides.') })
  .refine(goTogether, apart)
  .meta(together)
export type HybridBody = z.infer<typeof hybridBody>

export const searchMethod = z.enum(['vector', 'text'])
export type SearchMethod = z.infer<typeof searchMethod>

export const searchResult = z
  .object({
    document_id: z.uuid(),
    position: z.int().describe('Of the passage in its document, from 0.'),
    content: z.string(),
    score: z.number().describe('What the results are put in order by; higher is better.'),
    scores: z.object({ vector: z.number().optional(), text: z.number().optional() }).describe('By method.'),
    metadata: documentMetadata,
  })
  .meta({ id: 'SearchResult' })
export type SearchResult = z.infer<typeof searchResult>

export const semanticFound = z.object({
  results: z.array(searchResult),
  search_type: z.enum(['atlas_vector_search', 'vector_index']),
  processing_time_ms: z.int(),
})
export const hybridFound = z.object({ results: z.array(searchResult), methods_used: z.array(searchMethod) })
