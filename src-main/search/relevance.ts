import type { SearchAnswer, SearchResult } from '../../src-shared/desktop/search.ts'
import { indexedWords, type QueryTerms } from '../../src-shared/retrieval/query-terms.ts'
import { type Specific, specificsOf } from '../../src-shared/retrieval/specifics.ts'
import { asIndexed } from '../../src-shared/retrieval/word-stem.ts'
import { newestPassage } from '../db/count-postings.ts'
import type { ReadDb } from '../db/database.ts'
import { meaningTerms, type WordTerm } from './word-terms.ts'

export interface ToJudge {
  readonly query: string
  readonly terms: QueryTerms
  readonly route: SearchAnswer['route']
  readonly results: readonly SearchResult[]
  /** By the reranker, of the best result; undefined where it did not judge. */
  readonly likelihood?: number | undefined
}

/**
 * Whether the results can be answered from. No single sign tells. What a question names (a number, a name) has to be there.
 * Beyond that the best cosine and the share of its words count for it, and words that are nowhere in the documents against it:
 * the more so when its other words are all there, for then the missing one is what is asked about. Figures were chosen on the
 * tuning half of `test/quality` with all-MiniLM-L6-v2; what they do on the other half stands in `docs/retrieval.md`.
 */
export function isRelevant(db: ReadDb, { query, terms, route, results, likelihood }: ToJudge): boolean {
  if (results.length === 0) return false
  if (likelihood !== undefined) return likelihood >= likely
  const asked = meaningTerms(db, terms)
  const rarity = rarityIn(db)
  const texts = results.map(wordsOf)
  const found = shareOf(asked, rarity, (term) => texts.some((text) => hasTerm(text, term)))
  if (route === 'exact') return found >= enoughWords
  if (!specificsOf(query).every((specific) => texts.some((text) => hasSpecific(text, specific)))) return false
  const absent = asked.length === 0 ? 0 : shareOf(asked, rarity, ({ kind, postings }) => kind === 'word' && postings === 0)
  const strength = Math.max(...results.map(({ scores }) => (scores.vector ?? 0) + wordWeight * (scores.exact_share ?? 0)))
  const length = lengthWeight * Math.log(Math.max(1, Math.min(asked.length, longest)))
  return strength + length - absentCost * absent - oddOneCost * absent * found >= floor
}

const wordWeight = 0.5
const lengthWeight = 0.1
const longest = 6
const absentCost = 0.2
const oddOneCost = 0.3
const floor = 0.44
const enoughWords = 0.5
/** A cross-encoder learns from pairs that fit and pairs that do not: from here on it takes this one for one that fits. */
const likely = 0.5

/** Every word of a result as the index writes it, with a space before and behind. */
const wordsOf = ({ document, heading, text }: SearchResult): string =>
  ` ${indexedWords([document, ...heading, text].join(' '))
    .map(asIndexed)
    .join(' ')} `

/** A word by its beginning, anything else whole. */
function hasTerm(text: string, { kind, beginnings }: WordTerm): boolean {
  return kind === 'word' ? beginnings.every((part) => text.includes(` ${part}`)) : text.includes(` ${beginnings.join(' ')} `)
}

const hasSpecific = (result: string, { text, beside }: Specific): boolean =>
  (beside.length === 0 ? [text] : beside).some((wanted) => result.includes(` ${wanted} `))

function rarityIn(db: ReadDb): (term: WordTerm) => number {
  const passages = newestPassage(db)
  return ({ postings }) => Math.log(1 + passages / (1 + postings))
}

/** Between 0 and 1: the terms that are counted by all, rare ones counting more. */
function shareOf(terms: readonly WordTerm[], rarity: (term: WordTerm) => number, isCounted: (term: WordTerm) => boolean): number {
  const sum = (counted: readonly WordTerm[]) => counted.reduce((total, term) => total + rarity(term), 0)
  const all = sum(terms)
  // A question in a script that is not told by words has no terms here: the cosine decides.
  return all === 0 ? 1 : sum(terms.filter(isCounted)) / all
}
