import { setImmediate } from 'node:timers/promises'
import type { SearchAnswer, SearchQuery } from '../../src-shared/desktop/search.ts'
import { type ChosenRoute, chooseRoute } from '../../src-shared/retrieval/choose-route.ts'
import { type QueryTerms, queryTerms } from '../../src-shared/retrieval/query-terms.ts'
import type { ReadDb } from '../db/database.ts'
import { type Candidate, readCandidates } from './candidates.ts'
import { chooseResults } from './choose-results.ts'
import { documentsWanted, isNarrowed } from './document-filter.ts'
import { findWords, type WordHit } from './full-text.ts'
import { orderCandidates } from './order-candidates.ts'
import { isRelevant } from './relevance.ts'
import { notReranked, type RerankDeps, type Reranked, rerank, warmReranker } from './rerank.ts'
import type { UsageStats } from './usage-stats.ts'
import type { VectorIndex } from './vector-index.ts'
import type { Neighbour } from './vectors/vector-query.ts'
import { weighImportance } from './weigh-importance.ts'

/** The part of the embedder engine that searching needs. */
export interface QueryEmbedder {
  load(model: EmbedderModel, signal: AbortSignal): Promise<unknown>
  embedQuery(text: string, signal: AbortSignal): Promise<Float32Array>
}

export interface EmbedderModel {
  readonly id: string
  readonly path: string
}

export interface RetrieveDeps extends RerankDeps {
  readonly db: ReadDb
  readonly vectors: VectorIndex
  readonly embedder: QueryEmbedder
  /** The installed embedder that is in use; undefined when there is none. */
  readonly embedderModel: () => EmbedderModel | undefined
  readonly usage: UsageStats
}

/** Candidates each method may bring. A passage that only one of them finds is missed by the other's weight. */
const depth = { words: 300, vectors: 200 }

export type Retrieve = (query: SearchQuery, signal: AbortSignal) => Promise<SearchAnswer>

/** Finds the passages that answer a question, each an exact slice of its document's kept text. */
export function createRetriever(deps: RetrieveDeps): Retrieve {
  const { db, usage } = deps
  return async (query, signal) => {
    const watch = startWatch()
    const terms = queryTerms(query.query)
    const documentIds = documentsWanted(db, query)
    const { chosen, words, vector, near } = await find(deps, { query, terms, documentIds, watch }, signal)
    const route = near.length === 0 ? withoutMeaning(chosen, vector) : chosen
    const ordered = orderCandidates(db, { words, near, vector, chosen: route })
    const again = await watch.timed('rerank', () =>
      rerankByMeaning(deps, { route, query: query.query, candidates: readCandidates(db, ordered) }, signal),
    )
    const found = chooseResults(db, again.candidates, query.top_k)
    const relevant = isRelevant(db, { query: query.query, terms, route: route.route, results: found, likelihood: again.best })
    // What is important comes first among what answers; whether there is an answer is no matter of importance.
    const weighed = weighImportance(db, { reranked: again.scored, ordered })
    const results = weighed === undefined ? found : chooseResults(db, readCandidates(db, weighed), query.top_k)
    usage.retrieved(results)
    const told = { reason: route.reason + rerankWords[again.outcome ?? 'none'], rerank: again.outcome }
    return { ...route, ...told, results, relevant, timings_ms: watch.timings() }
  }
}

/** Starts what the first question would wait for: the embedder, the thread that searches and what it keeps in memory, the reranker. */
export function createSearchWarmer(deps: RetrieveDeps): (signal: AbortSignal) => Promise<void> {
  return async (signal) => {
    warmReranker(deps, signal)
    const vector = await embedQuestion(deps, { query: 'any' }, signal)
    if (vector)
      await deps.vectors.search(vector.values, { embedderId: vector.embedderId, limit: 1, documentIds: undefined }, signal)
  }
}

/** What is looked for as it is written stays in the order of how it is written. */
async function rerankByMeaning(
  deps: RerankDeps,
  { route, ...found }: { route: TakenRoute; query: string; candidates: Iterable<Candidate> },
  signal: AbortSignal,
): Promise<Reranked> {
  if (route.route === 'exact') return { ...notReranked, candidates: found.candidates }
  return await rerank(deps, found, signal)
}

const rerankWords = {
  none: '',
  done: '; put in order by the reranker',
  late: '; the reranker took too long, so the order is that of the search',
  failed: '; the reranker failed, so the order is that of the search',
} as const

interface TakenRoute extends ChosenRoute {
  readonly detour: SearchAnswer['detour']
}

interface Asked {
  readonly query: SearchQuery
  readonly terms: QueryTerms
  readonly documentIds: readonly string[] | undefined
}

interface Found {
  readonly chosen: TakenRoute
  readonly words: readonly WordHit[]
  readonly vector: QueryVector | undefined
  readonly near: readonly Neighbour[]
}

/** What is to be looked for as it is written is so first. Otherwise words and meaning are looked for at once: the vectors have a thread of their own. */
async function find(deps: RetrieveDeps, { watch, ...asked }: Asked & { watch: Watch }, signal: AbortSignal): Promise<Found> {
  const { db, vectors } = deps
  const { query, documentIds } = asked
  const first: TakenRoute = { ...chooseRoute(query.query, query.route), detour: null }
  if (documentIds?.length === 0 && isNarrowed(query))
    return { chosen: fitsNothing(first), words: [], vector: undefined, near: [] }
  const written = first.route === 'exact' ? await watch.timed('exact', () => findAsWritten(db, asked, first)) : undefined
  const chosen = written?.chosen ?? first
  if (written && chosen.route === 'exact') return { ...written, vector: undefined, near: [] }

  warmReranker(deps, signal)
  const vector = await watch.timed('embed', () => embedQuestion(deps, query, signal))
  const wanted = vector && { embedderId: vector.embedderId, limit: depth.vectors, documentIds }
  const anyWord = () => {
    signal.throwIfAborted()
    return watch.timed('exact', () => withAnyWord(db, asked))
  }
  const [near, words] = await Promise.all([
    vector && wanted ? watch.timed('vector', () => vectors.search(vector.values, wanted, signal)) : [],
    written?.words ?? (chosen.route === 'vector' ? [] : setImmediate().then(anyWord)),
  ])
  return { chosen, words, vector, near }
}

/** When it stands nowhere so and the route was ours to choose, meaning is tried as well. */
function findAsWritten(
  db: ReadDb,
  { query, terms, documentIds }: Asked,
  chosen: TakenRoute,
): { readonly chosen: TakenRoute; readonly words: WordHit[] } {
  const words = findWords(db, terms, { limit: depth.words, match: 'all', documentIds })
  if (words.length > 0) return { chosen, words }
  // A phrase that is nowhere has no looser form, and looking for it once more takes as long.
  const looser = isOnePhrase(terms) ? [] : withAnyWord(db, { terms, documentIds })
  if (query.route === 'exact') return { chosen, words: looser }
  const reason = `${chosen.reason} that stands nowhere so: words and meaning`
  return { chosen: { ...chosen, route: 'hybrid', detour: 'nowhere_so', reason }, words: looser }
}

const withAnyWord = (db: ReadDb, { terms, documentIds }: Omit<Asked, 'query'>): WordHit[] =>
  findWords(db, terms, { limit: depth.words, match: 'any', documentIds })

const isOnePhrase = ({ phrases, identifiers, words }: QueryTerms): boolean =>
  phrases.length === 1 && identifiers.length + words.length === 0

const fitsNothing = (chosen: TakenRoute): TakenRoute => ({
  ...chosen,
  detour: 'nothing_fits',
  reason: `${chosen.reason}; no document fits the filters, so none was looked in`,
})

/** Words take the place of meaning where both were to be looked for; who asked for meaning alone gets nothing, and why. */
function withoutMeaning(chosen: TakenRoute, vector: QueryVector | undefined): TakenRoute {
  if (chosen.route === 'exact' || chosen.detour === 'nothing_fits') return chosen
  const detour = vector === undefined ? 'no_embedder' : 'nothing_embedded'
  const why = vector === undefined ? 'no embedder is ready' : 'none of the documents that were looked in is embedded yet'
  if (chosen.route === 'vector')
    return { ...chosen, detour, reason: `${chosen.reason}; nothing is found by meaning, because ${why}` }
  return { ...chosen, route: 'exact', detour, reason: `${chosen.reason}; by words only, because ${why}` }
}

interface QueryVector {
  readonly embedderId: string
  readonly values: Float32Array
}

/** Undefined when there is no embedder, or it fails: then the words have to do. */
async function embedQuestion(
  { embedder, embedderModel, onFault }: RetrieveDeps,
  { query }: Pick<SearchQuery, 'query'>,
  signal: AbortSignal,
): Promise<QueryVector | undefined> {
  for (let model = embedderModel(); model !== undefined; ) {
    try {
      await embedder.load(model, signal)
      const values = await embedder.embedQuery(query, signal)
      const now = embedderModel()
      // Another came into use meanwhile, and the engine has one model for all: the vector may be of either.
      if (now?.id === model.id) return { embedderId: model.id, values }
      model = now
    } catch (error) {
      signal.throwIfAborted()
      onFault('embed-question', error)
      return undefined
    }
  }
  return undefined
}

type Watch = ReturnType<typeof startWatch>

function startWatch() {
  const startedAt = performance.now()
  const spent = { embed: 0, exact: 0, vector: 0, rerank: 0 }
  return {
    async timed<T>(stage: keyof typeof spent, work: () => T | Promise<T>): Promise<T> {
      const at = performance.now()
      const result = await work()
      spent[stage] = performance.now() - at
      return result
    },
    timings() {
      const total = performance.now() - startedAt
      return { ...spent, retrieve: total - spent.embed, total }
    },
  }
}
