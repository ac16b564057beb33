import { z } from 'zod'
import type { SearchFilters, SearchMethod, SearchResult, SearchWeights } from '../../src-shared/api/search.ts'
import { type FoundPassages, foundPassages, type PassagesWanted } from '../../src-shared/engine/passage-index.ts'
import { chooseRoute } from '../../src-shared/retrieval/choose-route.ts'
import { cacheKeys } from '../stores/cache-keys.ts'
import { keyDigest } from '../stores/key-digest.ts'
import type { DocumentFilter } from '../stores/knowledge-store.ts'
import type { PassageFinder } from '../stores/passage-finder.ts'
import { answersQuestion } from './answers-question.ts'
import { readResults } from './read-results.ts'
import type { SearchDeps } from './search-deps.ts'

export interface KnowledgeQuery {
  readonly userId: string
  readonly query: string
  readonly top_k: number
  readonly route: PassagesWanted['route'] | 'auto'
  /** Of the query; undefined: only its words are looked for. */
  readonly vector: Float32Array | undefined
  readonly weights?: SearchWeights | undefined
  readonly filters?: SearchFilters | undefined
}

export interface KnowledgeFound {
  readonly results: SearchResult[]
  /** Whether they can be answered from; not only that they are the nearest. */
  readonly isRelevant: boolean
  /** False: there is nothing to search. */
  readonly hasDocuments: boolean
  readonly methods: SearchMethod[]
  readonly by: PassageFinder['kind']
}

/** What of the user's documents answers the query, best first. Errors: `INDEX_BUILDING`, `STORE_UNAVAILABLE`. */
export async function searchKnowledge(
  deps: SearchDeps,
  { userId, filters, vector: values, ...asked }: KnowledgeQuery,
  signal: AbortSignal,
): Promise<KnowledgeFound> {
  const startedAt = performance.now()
  const finder = deps.finder()
  const { route, weights: chosen } = chooseRoute(asked.query, asked.route)
  const weights = weightsOf(asked, route === 'vector' ? onlyVector : chosen)
  const vector = values && { embedder: (await deps.findSpace(signal)).model, values }
  const wanted = { query: asked.query, route, weights, vector, limit: asked.top_k }
  const revision = await deps.knowledge.revision(userId)
  const hasDocuments = revision > 0
  const found = hasDocuments ? await findPassages(deps, { finder, userId, revision, wanted, filters }, signal) : nothing
  const results = await readResults(deps, userId, found.passages)
  deps.onSearched({ route, ms: performance.now() - startedAt })
  const isRelevant = found.is_relevant && (finder.hasJudged || answersQuestion(asked.query, results))
  return { results, isRelevant, hasDocuments, methods: methodsOf(wanted), by: finder.kind }
}

/** Then the score is the cosine. */
const onlyVector = { vector: 1, exact: 0 }

const weightsOf = ({ weights }: Pick<KnowledgeQuery, 'weights'>, chosen: PassagesWanted['weights']): PassagesWanted['weights'] =>
  weights === undefined ? chosen : { vector: weights.vector, exact: weights.text }

const methodsOf = ({ route, weights, vector }: PassagesWanted): SearchMethod[] => [
  ...(vector !== undefined && route !== 'exact' && weights.vector > 0 ? (['vector'] as const) : []),
  ...(route !== 'vector' && (weights.exact > 0 || vector === undefined) ? (['text'] as const) : []),
]

interface Finding {
  readonly finder: PassageFinder
  readonly userId: string
  readonly revision: number
  readonly wanted: PassagesWanted
  readonly filters: SearchFilters | undefined
}

const kept = z.object({ results: foundPassages, timestamp: z.string() })
const nothing = { passages: [], is_relevant: false }

/** Seconds in which an index that takes documents in later may still answer as before. */
const lateSeconds = 5

/**
 * The same question of the same documents is not looked for twice within half an hour: their revision is a part of the key, so a change
 * is seen at once, whichever process made it; where the index is behind the documents, what it answers is kept for seconds. Only places and scores are kept, no word of a document.
 */
async function findPassages(
  { reads, knowledge, now }: SearchDeps,
  { finder, userId, revision, wanted, filters = {} }: Finding,
  signal: AbortSignal,
): Promise<FoundPassages> {
  const { vector, ...plain } = wanted
  const asked = [userId, revision, finder.kind, plain, vector && [vector.embedder, keyDigest(vector.values.join())]]
  const { of: keyOf, ttlSeconds } = cacheKeys.search
  const load = async () => {
    const documentIds = await idsOf(knowledge, userId, filters)
    const results = documentIds?.length === 0 ? nothing : await finder.find(userId, { ...wanted, documentIds }, signal)
    return { results, timestamp: new Date(now()).toISOString() }
  }
  const key = keyOf(keyDigest(JSON.stringify(asked)), keyDigest(JSON.stringify(filters)))
  const isExact = finder.kind === 'vector_index'
  return (await reads.read({ key, ttlSeconds: isExact ? ttlSeconds : lateSeconds, value: kept, load })).results
}

/** Undefined: all of them. */
async function idsOf(knowledge: SearchDeps['knowledge'], userId: string, filters: SearchFilters): Promise<string[] | undefined> {
  const { created_from, created_before, ...others } = filters
  if (Object.values(filters).every((value) => value === undefined)) return undefined
  const filter: DocumentFilter = {
    ...others,
    created_from: created_from === undefined ? undefined : new Date(created_from),
    created_before: created_before === undefined ? undefined : new Date(created_before),
  }
  return [...(await knowledge.filterDocuments(userId, filter))]
}
