import type { SearchAnswer } from '../../src-shared/desktop/search.ts'
import { isAnswered } from '../../src-shared/retrieval/is-answered.ts'
import type { ReadDb } from '../db/database.ts'
import { type Answered, answerSigns } from './answer-signs.ts'

export interface ToJudge extends Answered {
  readonly route: SearchAnswer['route']
  /** By the reranker, of the best result; undefined where it did not judge. */
  readonly likelihood?: number | undefined
}

/** Whether the results can be answered from. */
export function isRelevant(db: ReadDb, { route, likelihood, ...answered }: ToJudge): boolean {
  if (answered.results.length === 0) return false
  if (likelihood !== undefined) return likelihood >= likely
  return isAnswered(answerSigns(db, answered), { byWords: route === 'exact' })
}

/** A cross-encoder learns from pairs that fit and pairs that do not: from here on it takes this one for one that fits. */
const likely = 0.5
