import type { FindTerm, WordsTerm } from '../../src-shared/find/find-terms.ts'
import type { ReadDb } from '../db/database.ts'
import { hasPhrase, isLost } from './phrases.ts'

export interface IndexPage {
  /** Row ids below this one; absent begins with the newest. */
  readonly below?: number
  readonly limit: number
}

interface IndexQuery {
  readonly table: 'message_words' | 'message_phrases' | 'message_trigrams'
  /** In FTS5's language. */
  readonly match: string
}

/** Row ids of messages that have all terms, newest first. */
export function messagesWith(db: ReadDb, terms: readonly FindTerm[], { below, limit }: IndexPage): number[] {
  const query = indexQuery(db, terms)
  if (query === undefined) return []
  const { table, match } = query
  if (table === 'message_phrases' && isLost(db, table, terms)) return []
  return db
    .prepare<[object], number>(
      `SELECT rowid FROM ${table} WHERE ${table} MATCH @match AND rowid < @below ORDER BY rowid DESC LIMIT @limit`,
    )
    .pluck()
    .all({ match, below: below ?? Number.MAX_SAFE_INTEGER, limit })
}

/** Undefined when nothing can be found. */
function indexQuery(db: ReadDb, terms: readonly FindTerm[]): IndexQuery | undefined {
  const words = terms.filter((term) => 'words' in term)
  const matches = words.length > 0 ? words.map(wordsMatch) : terms.map((term) => charactersMatch(db, term))
  if (matches.includes('')) return undefined
  // Only one of the two knows places, only the other every beginning.
  const ofWords = hasPhrase(terms) ? 'message_phrases' : 'message_words'
  return { table: words.length > 0 ? ofWords : 'message_trigrams', match: matches.join(' AND ') }
}

const quote = (text: string): string => `"${text}"`

const wordsMatch = ({ words, isBeginning }: WordsTerm): string => `${quote(words.join(' '))}${isBeginning ? ' *' : ''}`

/** Characters in a row that the index knows. */
const indexed = 3

/** The most ways a shorter text may go on that are looked for: the commonest. */
const mostEndings = 300

/** Empty when nothing goes on from it. */
function charactersMatch(db: ReadDb, term: FindTerm): string {
  if ('words' in term) return ''
  if ([...term.characters].length >= indexed) return quote(term.characters)
  const endings = db
    .prepare<[string, string, number], string>(
      'SELECT term FROM message_trigrams_terms WHERE term >= ? AND term < ? ORDER BY doc DESC LIMIT ?',
    )
    .pluck()
    .all(term.characters, `${term.characters}\u{10ffff}`, mostEndings)
  return endings.length === 0 ? '' : `(${endings.map((ending) => quote(ending.replaceAll('"', '""'))).join(' OR ')})`
}
