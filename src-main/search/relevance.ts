import type { SearchAnswer, SearchResult } from '../../src-shared/desktop/search.ts'
import { indexedWords, type QueryTerms } from '../../src-shared/retrieval/query-terms.ts'
import { asIndexed } from '../../src-shared/retrieval/word-stem.ts'
import type { ReadDb } from '../db/database.ts'
import { meaningTerms, type WordTerm } from './word-terms.ts'

export interface ToJudge {
  readonly terms: QueryTerms
  readonly route: SearchAnswer['route']
  readonly results: readonly SearchResult[]
}

/**
 * Whether the results can be answered from. No single sign tells: the nearest cosine, how many of the question's rare words
 * the results have, and words that are nowhere in the documents are taken together. Figures are from 40 questions with an
 * answer and 20 without on all-MiniLM-L6-v2 (`test/quality`): at this floor 2 of the 40 are kept silent, both not found.
 */
export function isRelevant(db: ReadDb, { terms, route, results }: ToJudge): boolean {
  if (results.length === 0) return false
  const cosine = Math.max(...results.map(({ scores }) => scores.vector ?? 0))
  const asked = meaningTerms(db, terms)
  const words = results.map(wordsOf)
  if (route === 'exact') return shareFound(db, asked, words) >= enoughWords
  const absent = Math.min(mostAbsent, asked.filter(({ kind, postings }) => kind === 'word' && postings === 0).length)
  const lacksIdentifier = asked.some((term) => term.kind !== 'word' && !words.some((text) => hasTerm(text, term)))
  const strength =
    cosine + wordWeight * shareFound(db, asked, words) - absentCost * absent - (lacksIdentifier ? identifierCost : 0)
  return strength >= floor
}

const floor = 0.5
const wordWeight = 0.3
const absentCost = 0.1
const mostAbsent = 2
const identifierCost = 0.25
const enoughWords = 0.5

/** Every word of a result as the index writes it, with a space before and behind. */
const wordsOf = ({ document, heading, text }: SearchResult): string =>
  ` ${indexedWords([document, ...heading, text].join(' '))
    .map(asIndexed)
    .join(' ')} `

/** A word by its beginning, anything else whole. */
function hasTerm(text: string, { kind, beginnings }: WordTerm): boolean {
  return kind === 'word' ? beginnings.every((part) => text.includes(` ${part}`)) : text.includes(` ${beginnings.join(' ')} `)
}

/** Between 0 and 1: the terms that any result has, rare ones counting more. */
function shareFound(db: ReadDb, terms: readonly WordTerm[], texts: readonly string[]): number {
  const passages = db.prepare<[], number>('SELECT max(rowid) FROM passages').pluck().get() ?? 0
  const rarity = ({ postings }: WordTerm) => Math.log(1 + passages / (1 + postings))
  const sum = (counted: readonly WordTerm[]) => counted.reduce((total, term) => total + rarity(term), 0)
  const all = sum(terms)
  // A question in a script that is not told by words has no terms here: the cosine decides.
  return all === 0 ? 1 : sum(terms.filter((term) => texts.some((text) => hasTerm(text, term)))) / all
}
