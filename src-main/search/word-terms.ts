import { indexedWords, isUnspaced, type QueryTerms } from '../../src-shared/retrieval/query-terms.ts'
import { isStopWord } from '../../src-shared/retrieval/stop-words.ts'
import { asIndexed, wordStem } from '../../src-shared/retrieval/word-stem.ts'
import { countPostings } from '../db/count-postings.ts'
import type { ReadDb } from '../db/database.ts'

export interface WordTerm {
  /** In FTS5's query language, quoted: a word, a phrase or the beginning of a word. */
  readonly match: string
  /** Passages that may have it, by its rarest word; 0 when none can. */
  readonly postings: number
  /** What a word of a text begins with when it is this one; a phrase is looked for by its words. */
  readonly beginnings: readonly string[]
  readonly kind: 'phrase' | 'identifier' | 'word'
}

/** As they stand: every word of the query, in this form. */
export function exactTerms(db: ReadDb, terms: QueryTerms): WordTerm[] {
  return distinct(spaced(terms).map(([text, kind]) => asPhrase(db, text, kind)))
}

/** By what they mean: words that only frame a question are left out, the others are found in all their forms. */
export function meaningTerms(db: ReadDb, terms: QueryTerms): WordTerm[] {
  const all = spaced(terms)
  const telling = all.filter(([text, kind]) => kind !== 'word' || !isStopWord(text))
  const used = telling.length > 0 ? telling : all
  return distinct(used.flatMap(([text, kind]) => (kind === 'word' ? wordForms(db, text) : [asPhrase(db, text, kind)])))
}

/** Of a whole pasted page the longest words say what it is about; counting every word of it would take a second. */
const mostTerms = 32

function longest(words: readonly string[]): readonly string[] {
  const different = [...new Set(words)]
  if (different.length <= mostTerms) return different
  const kept = new Set(different.toSorted((a, b) => b.length - a.length).slice(0, mostTerms))
  return different.filter((word) => kept.has(word))
}

function spaced({ phrases, identifiers, words }: QueryTerms): (readonly [string, WordTerm['kind']])[] {
  const all = [
    ...phrases.slice(0, mostTerms).map((text) => [text, 'phrase'] as const),
    ...identifiers.slice(0, mostTerms).map((text) => [text, 'identifier'] as const),
    ...longest(words).map((text) => [text, 'word'] as const),
  ]
  return all.filter(([text]) => !isUnspaced(text) && indexedWords(text).length > 0)
}

function asPhrase(db: ReadDb, text: string, kind: WordTerm['kind']): WordTerm {
  const words = indexedWords(text).map(asIndexed)
  return {
    match: `"${words.join(' ')}"`,
    kind,
    beginnings: words,
    postings: Math.min(...words.map((word) => postingsOf(db, word, word))),
  }
}

/** `well-known` is two words; each may have forms of its own. */
const wordForms = (db: ReadDb, text: string): WordTerm[] =>
  indexedWords(text).map((word) => {
    const stem = wordStem(word)
    if (stem === undefined) return asPhrase(db, word, 'word')
    return { match: `"${stem}" *`, kind: 'word', beginnings: [stem], postings: postingsOf(db, stem, `${stem}\u{10ffff}`) }
  })

const postingsOf = (db: ReadDb, first: string, last: string): number => countPostings(db, { index: 'passage_words', first, last })

const distinct = (terms: readonly WordTerm[]): WordTerm[] => [...new Map(terms.map((term) => [term.match, term])).values()]
