import type { SearchResult } from '../../src-shared/desktop/search.ts'
import type { ChosenRoute } from '../../src-shared/retrieval/choose-route.ts'
import type { ReadDb } from '../db/database.ts'
import { cosinesOf } from './cosines-of.ts'
import type { WordHit } from './full-text.ts'
import type { Neighbour } from './vectors/vector-query.ts'

export interface FoundBy {
  readonly words: readonly WordHit[]
  readonly near: readonly Neighbour[]
  /** Undefined when nothing was embedded. */
  readonly vector: { readonly embedderId: string; readonly values: Float32Array } | undefined
  readonly chosen: Pick<ChosenRoute, 'route' | 'weights'>
}

/** A passage by its row id, what it is put in order by, and what each method says to it. */
export interface ScoredPassage {
  readonly passage: number
  readonly score: number
  readonly scores: SearchResult['scores']
}

export const bestFirst = (scored: readonly ScoredPassage[]): ScoredPassage[] => scored.toSorted((a, b) => b.score - a.score)

/**
 * One order of what the methods found, best first: the weighted sum of the cosine and of the share of the words. Both mean
 * the same from question to question, unlike ranks and unlike scores scaled to their best: a passage that has two chance words
 * of a paraphrase scores little, whoever comes second.
 */
export function orderCandidates(db: ReadDb, { words, near, vector, chosen }: FoundBy): ScoredPassage[] {
  const exact = new Map(
    words.map(({ passage, score, share }, at) => [passage, { exact: score, exact_rank: at + 1, exact_share: share }]),
  )
  const vectors = new Map(near.map(({ passage, cosine }, at) => [passage, { vector: cosine, vector_rank: at + 1 }]))
  const unseen = [...exact.keys()].filter((passage) => !vectors.has(passage))
  const others =
    vector && near.length > 0
      ? cosinesOf(db, { passages: unseen, embedderId: vector.embedderId, query: vector.values })
      : new Map<number, number>()
  const scored = [...new Set([...vectors.keys(), ...exact.keys()])].map((passage) => {
    const cosine = vectors.get(passage)?.vector ?? others.get(passage)
    const ofWords = exact.get(passage)
    const fused = chosen.weights.vector * (cosine ?? 0) + chosen.weights.exact * (ofWords?.exact_share ?? 0)
    const score = chosen.route === 'exact' ? (ofWords?.exact ?? 0) : fused
    const seen = { ...ofWords, ...(cosine !== undefined && { vector: cosine }), ...vectors.get(passage) }
    return { passage, score, scores: { ...seen, ...(chosen.route === 'hybrid' && { fused }) } }
  })
  return bestFirst(scored)
}
