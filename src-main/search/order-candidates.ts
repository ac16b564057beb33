import type { ChosenRoute } from '../../src-shared/retrieval/choose-route.ts'
import { fuseRanks } from '../../src-shared/retrieval/fuse-ranks.ts'
import type { QueryTerms } from '../../src-shared/retrieval/query-terms.ts'
import type { ReadDb } from '../db/database.ts'
import { type Candidate, readCandidates } from './candidates.ts'
import type { WordHit } from './full-text.ts'
import type { Neighbour } from './nearest.ts'

export interface FoundBy {
  readonly terms: QueryTerms
  readonly words: readonly WordHit[]
  readonly near: readonly Neighbour[]
  readonly chosen: ChosenRoute
}

/** One order of what the methods found, best first, with their scores. */
export function orderCandidates(db: ReadDb, { words, near, chosen }: FoundBy): Candidate[] {
  const exact = new Map(words.map(({ passage, score }) => [passage, score]))
  const vector = new Map(near.map(({ passage, cosine }) => [passage, cosine]))
  const fused = fuseRanks([
    { ids: [...exact.keys()], weight: chosen.weights.exact },
    { ids: [...vector.keys()], weight: chosen.weights.vector },
  ])
  const found = fused.map(({ id, score }) => ({
    passage: id,
    scores: {
      ...given('exact', exact.get(id)),
      ...given('vector', vector.get(id)),
      ...(chosen.route === 'hybrid' && { fused: score }),
    },
  }))
  return spread(readCandidates(db, found))
}

const given = (name: 'exact' | 'vector', score: number | undefined) => (score === undefined ? {} : { [name]: score })

/** Passages of one document in a row before another's turn comes: a long document must not crowd out the right one. */
const mostOfOneDocument = 2

function spread(candidates: readonly Candidate[]): Candidate[] {
  const counts = new Map<string, number>()
  const [first, later]: [Candidate[], Candidate[]] = [[], []]
  for (const candidate of candidates) {
    const id = candidate.result.document_id
    const count = (counts.get(id) ?? 0) + 1
    counts.set(id, count)
    if (count <= mostOfOneDocument) first.push(candidate)
    else later.push(candidate)
  }
  return [...first, ...later]
}
