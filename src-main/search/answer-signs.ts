import type { SearchResult } from '../../src-shared/desktop/search.ts'
import { indexedWords, type QueryTerms } from '../../src-shared/retrieval/query-terms.ts'
import { type Specific, specificsOf } from '../../src-shared/retrieval/specifics.ts'
import { asIndexed } from '../../src-shared/retrieval/word-stem.ts'
import { newestPassage } from '../db/count-postings.ts'
import type { ReadDb } from '../db/database.ts'
import { meaningTerms, type WordTerm } from './word-terms.ts'

/** What speaks for and against results that answer. */
export interface AnswerSigns {
  /** Of the nearest in meaning. */
  readonly cosine: number
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

export interface Answered {
  readonly query: string
  readonly terms: QueryTerms
  readonly results: readonly JudgedResult[]
}

/** What of a result tells whether it answers. */
export type JudgedResult = Pick<SearchResult, 'document' | 'heading' | 'text' | 'scores'>

const wordWeight = 0.5
const longest = 6

export function answerSigns(db: ReadDb, { query, terms, results }: Answered): AnswerSigns {
  const asked = meaningTerms(db, terms)
  const rarity = rarityIn(db)
  const texts = results.map(wordsOf)
  const specifics = specificsOf(query)
  const lacking = specifics.filter((specific) => !texts.some((text) => hasSpecific(text, specific)))
  return {
    cosine: Math.max(...results.map(({ scores }) => scores.vector ?? 0)),
    strength: Math.max(...results.map(({ scores }) => (scores.vector ?? 0) + wordWeight * (scores.exact_share ?? 0))),
    found: shareOf(asked, rarity, (term) => texts.some((text) => hasTerm(text, term))),
    absent: asked.length === 0 ? 0 : shareOf(asked, rarity, ({ kind, postings }) => kind === 'word' && postings === 0),
    missing: lacking.length / Math.max(1, specifics.length),
    length: Math.log(Math.max(1, Math.min(asked.length, longest))),
  }
}

/** Every word of a result as the index writes it, with a space before and behind. */
const wordsOf = ({ document, heading, text }: JudgedResult): string =>
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
