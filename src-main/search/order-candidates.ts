import type { ChosenRoute } from '../../src-shared/retrieval/choose-route.ts'
import { fuseScores } from '../../src-shared/retrieval/fuse-scores.ts'
import type { ReadDb } from '../db/database.ts'
import { type Candidate, readCandidates } from './candidates.ts'
import type { WordHit } from './full-text.ts'
import type { Neighbour } from './vectors/vector-query.ts'

export interface FoundBy {
  readonly words: readonly WordHit[]
  readonly near: readonly Neighbour[]
  readonly chosen: ChosenRoute
  readonly limit: number
}

/** One order of what the methods found, best first, with their scores. */
export function orderCandidates(db: ReadDb, { words, near, chosen, limit }: FoundBy): Candidate[] {
  const exact = new Map(words.map(({ passage, score }, index) => [passage, { exact: score, exact_rank: index + 1 }]))
  const vector = new Map(near.map(({ passage, cosine }, index) => [passage, { vector: cosine, vector_rank: index + 1 }]))
  const fused = fuseScores([
    { hits: words.map(({ passage, score }) => ({ id: passage, score })), weight: chosen.weights.exact, floor: 'zero' },
    { hits: near.map(({ passage, cosine }) => ({ id: passage, score: cosine })), weight: chosen.weights.vector, floor: 'worst' },
  ])
  const found = fused.slice(0, limit).map(({ id, score }) => ({
    passage: id,
    scores: {
      ...exact.get(id),
      ...vector.get(id),
      ...(chosen.route === 'hybrid' && { fused: score }),
    },
  }))
  return readCandidates(db, found)
}
