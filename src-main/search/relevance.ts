import type { SearchAnswer } from '../../src-shared/desktop/search.ts'
import type { ReadDb } from '../db/database.ts'
import { type Answered, type AnswerSigns, answerSigns } from './answer-signs.ts'

export interface ToJudge extends Answered {
  readonly route: SearchAnswer['route']
  /** By the reranker, of the best result; undefined where it did not judge. */
  readonly likelihood?: number | undefined
}

/**
 * Whether the results can be answered from. No single sign tells. What a question names (a number, a name) has to be there.
 * Beyond that the best cosine and the share of its words count for it, and words that are nowhere in the documents against it:
 * the more so when its other words are all there, for then the missing one is what is asked about. Figures were chosen on the
 * tuning half of `test/quality` with all-MiniLM-L6-v2; what they do on the other half stands in `docs/retrieval.md`, and why they are not
 * the coefficients of a fitted model in decision 67.
 */
export function isRelevant(db: ReadDb, { route, likelihood, ...answered }: ToJudge): boolean {
  if (answered.results.length === 0) return false
  if (likelihood !== undefined) return likelihood >= likely
  const signs = answerSigns(db, answered)
  if (route === 'exact') return signs.found >= enoughWords
  return signs.missing === 0 && confidence(signs) >= floor
}

/** Of a question all of whose names are there. */
const confidence = ({ strength, length, absent, found }: AnswerSigns): number =>
  strength + lengthWeight * length - absentCost * absent - oddOneCost * absent * found

const lengthWeight = 0.1
const absentCost = 0.2
const oddOneCost = 0.3
const floor = 0.44
const enoughWords = 0.5
/** A cross-encoder learns from pairs that fit and pairs that do not: from here on it takes this one for one that fits. */
const likely = 0.5
