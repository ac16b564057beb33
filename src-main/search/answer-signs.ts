import type { SearchResult } from '../../src-shared/desktop/search.ts'
import { lengthSign, type AnswerSigns as Signs, wordWeight } from '../../src-shared/retrieval/is-answered.ts'
import type { QueryTerms } from '../../src-shared/retrieval/query-terms.ts'
import { asSearched, hasSpecific, specificsOf } from '../../src-shared/retrieval/specifics.ts'
import { newestPassage } from '../db/count-postings.ts'
import type { ReadDb } from '../db/database.ts'
import { meaningTerms, type WordTerm } from './word-terms.ts'

/** Of the desktop: with the nearest in meaning, for whoever looks at them. */
export interface AnswerSigns extends Signs {
  readonly cosine: number
}

export interface Answered {
  readonly query: string
  readonly terms: QueryTerms
  readonly results: readonly JudgedResult[]
}

/** What of a result tells whether it answers. */
export type JudgedResult = Pick<SearchResult, 'document' | 'heading' | 'text' | 'scores'>

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
    length: lengthSign(asked.length),
  }
}

const wordsOf = ({ document, heading, text }: JudgedResult): string => asSearched([document, ...heading, text])

/** A word by its beginning, anything else whole. */
function hasTerm(text: string, { kind, beginnings }: WordTerm): boolean {
  return kind === 'word' ? beginnings.every((part) => text.includes(` ${part}`)) : text.includes(` ${beginnings.join(' ')} `)
}

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
