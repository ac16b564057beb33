import type { SearchResult } from '../../src-shared/desktop/search.ts'
import type { ReadDb } from '../db/database.ts'
import type { Candidate } from './candidates.ts'
import { joinNeighbours } from './join-neighbours.ts'

/** Candidates among which neighbours are joined: those that could come among the results. */
const poolPerResult = 2

/**
 * The results out of the ordered candidates: neighbours made one, then as many documents as possible, because a long one must
 * not crowd out the right one; the last place goes to the best that is left, whatever its document.
 */
export function chooseResults(db: ReadDb, candidates: readonly Candidate[], topK: number): SearchResult[] {
  const pool = joinNeighbours(db, candidates.slice(0, topK * poolPerResult))
  const others = candidates.slice(topK * poolPerResult)
  const joined = [...pool, ...others]
  const ofEachDocument = joined.filter(isFirstOfDocument()).slice(0, Math.max(1, topK - 1))
  const chosen = new Set(ofEachDocument)
  const rest = joined.filter((candidate) => !chosen.has(candidate))
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
