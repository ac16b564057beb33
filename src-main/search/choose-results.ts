import type { SearchResult } from '../../src-shared/desktop/search.ts'
import type { ReadDb } from '../db/database.ts'
import type { Candidate } from './candidates.ts'
import { joinNeighbours } from './join-neighbours.ts'

/** Candidates among which neighbours are joined: those that could come among the results. */
const poolPerResult = 2

/**
 * The results out of the ordered candidates: neighbours made one, then one of each document before the second of any, because
 * a long document must not crowd out the right one.
 */
export function chooseResults(db: ReadDb, candidates: readonly Candidate[], topK: number): SearchResult[] {
  const pool = joinNeighbours(db, candidates.slice(0, topK * poolPerResult))
  const others = candidates.slice(topK * poolPerResult)
  const joined = [...pool, ...others]
  const ofEachDocument = new Set(joined.filter(isFirstOfDocument()))
  const rest = joined.filter((candidate) => !ofEachDocument.has(candidate))
  return [...ofEachDocument, ...rest].slice(0, topK).map(({ result, scores }) => ({ ...result, scores }))
}

function isFirstOfDocument(): (candidate: Candidate) => boolean {
  const seen = new Set<string>()
  return ({ result }) => {
    const isFirst = !seen.has(result.document_id)
    seen.add(result.document_id)
    return isFirst
  }
}
