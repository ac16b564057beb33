import { z } from 'zod'
import type { SearchFilters, SearchMethod, SearchResult } from '../../src-shared/api/search.ts'
import { type FoundPassage, foundPassage, type PassagesWanted } from '../../src-shared/engine/passage-index.ts'
import { chooseRoute } from '../../src-shared/retrieval/choose-route.ts'
import { embedQuery } from '../embedding/embed-query.ts'
import { askForEmbedding, readGiven } from '../embedding/given-embedding.ts'
import { cacheKeys } from '../stores/cache-keys.ts'
import { keyDigest } from '../stores/key-digest.ts'
import type { DocumentFilter } from '../stores/knowledge-store.ts'
import type { PassageFinder } from '../stores/passage-finder.ts'
import { readResults } from './read-results.ts'
import type { SearchDeps } from './search-deps.ts'

export interface SearchAsked {
  readonly query: string
  readonly top_k: number
  readonly route: PassagesWanted['route'] | 'auto'
  readonly weights?: { readonly vector: number; readonly text: number } | undefined
  readonly filters?: SearchFilters | undefined
  readonly embedding?: readonly number[] | undefined
  readonly embedding_model?: string | undefined
}

export interface SearchFound {
  readonly results: SearchResult[]
  readonly methods: SearchMethod[]
  readonly by: PassageFinder['kind']
}

/**
 * What of the user's documents answers the query, best first. Errors: `EMBEDDING_REQUIRED` and `EMBEDDING_MISMATCH` where vectors are
 * asked for, `INDEX_BUILDING`, `STORE_UNAVAILABLE`.
 */
export async function searchKnowledge(
  deps: SearchDeps,
  { userId, asked }: { readonly userId: string; readonly asked: SearchAsked },
  signal: AbortSignal,
): Promise<SearchFound> {
  const startedAt = performance.now()
  const finder = deps.finder()
  const chosen = chooseRoute(asked.query, asked.route)
  const weights = asked.weights === undefined ? chosen.weights : { vector: asked.weights.vector, exact: asked.weights.text }
  const values = chosen.route === 'exact' ? undefined : await vectorOf(deps, asked, signal)
  if (values === undefined && chosen.route === 'vector') return askForEmbedding(deps.space)
  const vector = values && { embedder: deps.space.model, values }
  const wanted = { query: asked.query, route: chosen.route, weights, vector, limit: asked.top_k }
  const found = await findPassages(deps, { finder, userId, wanted, filters: asked.filters }, signal)
  const results = await readResults(deps, userId, found)
  deps.onSearched({ route: chosen.route, ms: performance.now() - startedAt })
  return { results, methods: methodsOf(wanted), by: finder.kind }
}

/** Undefined when nobody has one: then the words have to do. */
async function vectorOf(deps: SearchDeps, asked: SearchAsked, signal: AbortSignal): Promise<Float32Array | undefined> {
  const { space, embedder, reads } = deps
  if (asked.embedding !== undefined) return readGiven(space, asked.embedding_model, asked.embedding)
  return embedder === undefined ? undefined : embedQuery({ embedder, reads }, asked.query, signal)
}

const methodsOf = ({ route, weights, vector }: PassagesWanted): SearchMethod[] => [
  ...(vector !== undefined && route !== 'exact' && weights.vector > 0 ? (['vector'] as const) : []),
  ...(route !== 'vector' && (weights.exact > 0 || vector === undefined) ? (['text'] as const) : []),
]

interface Finding {
  readonly finder: PassageFinder
  readonly userId: string
  readonly wanted: PassagesWanted
  readonly filters: SearchFilters | undefined
}

const kept = z.object({ results: z.array(foundPassage), timestamp: z.string() })

/**
 * The same question of the same documents is not looked for twice within half an hour: their revision is a part of the key, so a change
 * is seen at once, whichever process made it. Only places and scores are kept, no word of a document.
 */
async function findPassages(
  { reads, knowledge, now }: SearchDeps,
  { finder, userId, wanted, filters = {} }: Finding,
  signal: AbortSignal,
): Promise<readonly FoundPassage[]> {
  const revision = await knowledge.revision(userId)
  if (revision === 0) return []
  const { vector, ...plain } = wanted
  const asked = [userId, revision, finder.kind, plain, vector && [vector.embedder, keyDigest(vector.values.join())]]
  const { of: keyOf, ttlSeconds } = cacheKeys.search
  const load = async () => {
    const documentIds = await idsOf(knowledge, userId, filters)
    const results = documentIds?.length === 0 ? [] : await finder.find(userId, { ...wanted, documentIds }, signal)
    return { results: [...results], timestamp: new Date(now()).toISOString() }
  }
  const key = keyOf(keyDigest(JSON.stringify(asked)), keyDigest(JSON.stringify(filters)))
  return (await reads.read({ key, ttlSeconds, value: kept, load })).results
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
