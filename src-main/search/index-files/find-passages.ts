import type { FoundPassage, FoundPassages, PassagesWanted } from '../../../src-shared/engine/passage-index.ts'
import { type QueryTerms, queryTerms } from '../../../src-shared/retrieval/query-terms.ts'
import type { ReadDb } from '../../db/database.ts'
import type { JudgedResult } from '../answer-signs.ts'
import { findWords, type WordHit } from '../full-text.ts'
import { orderCandidates, type ScoredPassage } from '../order-candidates.ts'
import { isRelevant } from '../relevance.ts'
import type { SearchVectors } from '../vectors/search-vectors.ts'

/** Candidates each method may bring. */
const depth = { words: 300, vectors: 200 }

/** One owner's file, with what is kept in memory of it. */
export interface SearchedFile {
  readonly db: ReadDb
  readonly vectors: SearchVectors
}

/**
 * Best first, and whether they answer. As it is written means all of its words, and any of them only where they are nowhere together.
 */
export function findPassages({ db, vectors }: SearchedFile, wanted: PassagesWanted): FoundPassages {
  const { query, route, weights, vector, limit, documentIds } = wanted
  const terms = queryTerms(query)
  const near =
    vector === undefined || route === 'exact'
      ? []
      : vectors(vector.values, { embedderId: vector.embedder, limit: Math.max(depth.vectors, limit), documentIds })
  const words = route === 'vector' ? [] : wordsOf(db, terms, wanted)
  const taken = near.length === 0 ? 'exact' : route
  const ordered = orderCandidates(db, {
    ...{ words, near, chosen: { route: taken, weights } },
    vector: vector === undefined ? undefined : { embedderId: vector.embedder, values: vector.values },
  })
  const found = placesOf(db, ordered.slice(0, limit))
  return {
    passages: found.map(({ place, score, scores: { vector: cosine, exact_share: text } }) => ({
      ...{ ...place, score },
      ...(cosine === undefined ? {} : { vector: cosine }),
      ...(text === undefined ? {} : { text }),
    })),
    is_relevant: isRelevant(db, { query, terms, route: taken, results: found.map(({ judged }) => judged) }),
  }
}

function wordsOf(db: ReadDb, terms: QueryTerms, { route, limit, documentIds }: PassagesWanted): WordHit[] {
  const search = { limit: Math.max(depth.words, limit), documentIds }
  const together = route === 'exact' ? findWords(db, terms, { ...search, match: 'all' }) : []
  return together.length > 0 ? together : findWords(db, terms, { ...search, match: 'any' })
}

interface StoredPassage {
  readonly document_id: string
  readonly position: number
  readonly text: string
  readonly name: string
}

interface PlacedPassage extends Omit<ScoredPassage, 'passage'> {
  readonly place: Pick<FoundPassage, 'document_id' | 'position'>
  readonly judged: JudgedResult
}

function placesOf(db: ReadDb, scored: readonly ScoredPassage[]): PlacedPassage[] {
  const read = db.prepare<[number], StoredPassage>(`
    SELECT document_id, position, text, name FROM passages JOIN documents ON documents.id = document_id WHERE passages.rowid = ?
  `)
  return scored.flatMap(({ passage, score, scores }) => {
    const row = read.get(passage)
    if (row === undefined) return []
    const { document_id, position, text, name: document } = row
    return [{ score, scores, place: { document_id, position }, judged: { document, heading: [], text, scores } }]
  })
}
