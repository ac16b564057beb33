import type { FoundPassage, PassagesWanted } from '../../../src-shared/engine/passage-index.ts'
import { type QueryTerms, queryTerms } from '../../../src-shared/retrieval/query-terms.ts'
import type { ReadDb } from '../../db/database.ts'
import { findWords, type WordHit } from '../full-text.ts'
import { orderCandidates, type ScoredPassage } from '../order-candidates.ts'
import type { SearchVectors } from '../vectors/search-vectors.ts'

/** Candidates each method may bring. */
const depth = { words: 300, vectors: 200 }

/** One owner's file, with what is kept in memory of it. */
export interface SearchedFile {
  readonly db: ReadDb
  readonly vectors: SearchVectors
}

/** Best first. As it is written means all of its words, and any of them only where they are nowhere together. */
export function findPassages({ db, vectors }: SearchedFile, wanted: PassagesWanted): FoundPassage[] {
  const { query, route, weights, vector, limit, documentIds } = wanted
  const near =
    vector === undefined || route === 'exact'
      ? []
      : vectors(vector.values, { embedderId: vector.embedder, limit: Math.max(depth.vectors, limit), documentIds })
  const words = route === 'vector' ? [] : wordsOf(db, queryTerms(query), wanted)
  const ordered = orderCandidates(db, {
    ...{ words, near, chosen: { route: near.length === 0 ? 'exact' : route, weights } },
    vector: vector === undefined ? undefined : { embedderId: vector.embedder, values: vector.values },
  })
  return placesOf(db, ordered.slice(0, limit))
}

function wordsOf(db: ReadDb, terms: QueryTerms, { route, limit, documentIds }: PassagesWanted): WordHit[] {
  const search = { limit: Math.max(depth.words, limit), documentIds }
  const together = route === 'exact' ? findWords(db, terms, { ...search, match: 'all' }) : []
  return together.length > 0 ? together : findWords(db, terms, { ...search, match: 'any' })
}

function placesOf(db: ReadDb, scored: readonly ScoredPassage[]): FoundPassage[] {
  const read = db.prepare<[number], { document_id: string; position: number }>(
    'SELECT document_id, position FROM passages WHERE rowid = ?',
  )
  return scored.flatMap(({ passage, score, scores }) => {
    const place = read.get(passage)
    if (place === undefined) return []
    const { vector, exact_share: text } = scores
    return [{ ...place, score, ...(vector === undefined ? {} : { vector }), ...(text === undefined ? {} : { text }) }]
  })
}
