import type { SearchAnswer } from '../../src-shared/desktop/search.ts'
import { embeddingText } from '../../src-shared/retrieval/embedding-text.ts'
import type { Candidate } from './candidates.ts'
import { bestFirst, type ScoredPassage } from './order-candidates.ts'

/** The part of the reranker engine that searching needs. */
export interface PassageReranker {
  load(model: RerankerModel, signal: AbortSignal): Promise<unknown>
  score(
    model: RerankerModel,
    toScore: { readonly query: string; readonly texts: readonly string[] },
    signal: AbortSignal,
  ): Promise<readonly number[]>
}

export interface RerankerModel {
  readonly id: string
  readonly path: string
}

export interface RerankDeps {
  readonly reranker: PassageReranker
  /** The one that was chosen; undefined when none was. */
  readonly rerankerModel: () => RerankerModel | undefined
  /** A reranker that fails costs the order, not the answer: told here, answered without. */
  readonly onFault: (stage: string, error: unknown) => void
  /** So long a person waits for a better order at most. */
  readonly rerankLimitMs?: number
}

export interface Reranked {
  readonly candidates: Iterable<Candidate>
  /** Those that were scored, in the order of their scores. */
  readonly scored: readonly ScoredPassage[]
  readonly outcome: SearchAnswer['rerank']
  /** The best score; undefined when nothing was scored. */
  readonly best: number | undefined
}

/** Candidates that are read once more: what is further down is no answer, and each costs as long as a text to embed. */
const mostScored = 20
const usualLimitMs = 2_500

/** Has it loaded while the search is still searching. What that fails with, scoring fails with. */
export function warmReranker({ reranker, rerankerModel }: RerankDeps, signal: AbortSignal): void {
  const model = rerankerModel()
  if (model) void reranker.load(model, signal).catch(() => undefined)
}

/** The first candidates in the order in which the reranker says they answer the question, the others behind them. */
export async function rerank(
  { reranker, rerankerModel, onFault, rerankLimitMs = usualLimitMs }: RerankDeps,
  { query, candidates }: { readonly query: string; readonly candidates: Iterable<Candidate> },
  signal: AbortSignal,
): Promise<Reranked> {
  const model = rerankerModel()
  if (model === undefined) return { ...notReranked, candidates }
  const rest = Iterator.from(candidates)
  const first = take(rest, mostScored)
  const inOrder = { ...notReranked, candidates: chain(first, rest) }
  if (first.length === 0) return inOrder
  const late = AbortSignal.timeout(rerankLimitMs)
  const either = AbortSignal.any([signal, late])
  try {
    const texts = first.map(({ title, result: { heading, text } }) => embeddingText({ title, heading, text }))
    const scores = await reranker.score(model, { query, texts }, either)
    if (scores.length !== first.length) throw new RangeError(`${scores.length} scores for ${first.length} passages`)
    const candidatesBy = new Map(first.map((candidate) => [candidate.passage, candidate]))
    const scored = bestFirst(first.map((candidate, at) => withScore(candidate, scores[at] ?? 0)))
    const sorted = scored.flatMap(({ passage, scores }) => {
      const candidate = candidatesBy.get(passage)
      return candidate === undefined ? [] : { ...candidate, scores }
    })
    return { candidates: chain(sorted, rest), scored, outcome: 'done', best: scored[0]?.score }
  } catch (error) {
    signal.throwIfAborted()
    if (late.aborted) return { ...inOrder, outcome: 'late' }
    onFault('rerank', error)
    return { ...inOrder, outcome: 'failed' }
  }
}

/** The order is the search's own. */
export const notReranked = { scored: [], outcome: null, best: undefined } as const

const withScore = ({ passage, scores }: Candidate, rerank: number): ScoredPassage => ({
  passage,
  score: rerank,
  scores: { ...scores, rerank },
})

/** Not `Iterator.take`, which ends the iterator it took from. */
function take<T>(items: Iterator<T>, limit: number): T[] {
  const taken: T[] = []
  while (taken.length < limit) {
    const next = items.next()
    if (next.done === true) break
    taken.push(next.value)
  }
  return taken
}

function* chain<T>(first: readonly T[], rest: IteratorObject<T>): Generator<T> {
  yield* first
  yield* rest
}
