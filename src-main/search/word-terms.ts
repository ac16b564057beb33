import { indexedWords, isUnspaced, type QueryTerms } from '../../src-shared/retrieval/query-terms.ts'
import type { ReadDb } from '../db/database.ts'

export interface WordTerm {
  readonly text: string
  /** In FTS5's query language: a word or a phrase, quoted. */
  readonly match: string
  /** Passages that have its rarest word; 0 when none can have it. */
  readonly postings: number
  readonly kind: 'phrase' | 'identifier' | 'word'
}

/** The terms of a query that the word index can look for, each once. */
export function wordTerms(db: ReadDb, { phrases, identifiers, words }: QueryTerms): WordTerm[] {
  const postingsOf = db.prepare<[string], number>('SELECT doc FROM passage_words_terms WHERE term = ?').pluck()
  const known = new Map<string, WordTerm>()
  const add = (text: string, kind: WordTerm['kind']) => {
    const parts = indexedWords(text).map(asIndexed)
    const match = `"${parts.join(' ')}"`
    if (parts.length === 0 || isUnspaced(text) || known.has(match)) return
    known.set(match, { text, match, kind, postings: Math.min(...parts.map((part) => postingsOf.get(part) ?? 0)) })
  }
  for (const phrase of phrases) add(phrase, 'phrase')
  for (const identifier of identifiers) add(identifier, 'identifier')
  for (const word of words) add(word, 'word')
  return [...known.values()]
}

/** As `unicode61 remove_diacritics 2` writes it. */
const asIndexed = (word: string): string => word.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
