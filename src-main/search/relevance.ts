import type { QueryTerms } from '../../src-shared/retrieval/query-terms.ts'
import type { ReadDb } from '../db/database.ts'
import type { Candidate } from './candidates.ts'

export interface ToJudge {
  readonly terms: QueryTerms
  readonly candidates: readonly Candidate[]
  readonly documentIds: readonly string[] | undefined
}

export function isRelevant(_db: ReadDb, { candidates }: ToJudge): boolean {
  return candidates.length > 0
}
