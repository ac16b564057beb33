/** What speaks for and against results that answer. */
export interface AnswerSigns {
  /** Of the best: its cosine plus a part of the share of its words. */
  readonly strength: number
  /** Share of the question's words that the results have together, rare ones counting more. */
  readonly found: number
  /** The same of those that are nowhere in the documents. */
  readonly absent: number
  /** Share of what it names (a number, a name, a quotation) that no result has. */
  readonly missing: number
  /** Logarithm of its telling words; more than a handful say nothing more. */
  readonly length: number
}

/** What the share of its words adds to the cosine of a result. */
export const wordWeight = 0.5
const longest = 6

export const lengthSign = (words: number): number => Math.log(Math.max(1, Math.min(words, longest)))

/**
 * No single sign tells. What a question names (a number, a name) has to be there. Beyond that the best cosine and the share of its
 * words count for it, and words that are nowhere in the documents against it: the more so when its other words are all there, for
 * then the missing one is what is asked about. Figures were chosen on the tuning half of `test/quality` with all-MiniLM-L6-v2; what
 * they do on the other half stands in `docs/retrieval.md`, and why they are not the coefficients of a fitted model in decision 67.
 */
export function isAnswered(signs: AnswerSigns, { byWords }: { readonly byWords: boolean }): boolean {
  if (byWords) return signs.found >= enoughWords
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
