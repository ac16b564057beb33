import type { CharactersTerm, FindTerm, WordsTerm } from '../../src-shared/find/find-terms.ts'
import type { ReadDb } from '../db/database.ts'

export interface IndexPage {
  /** Row ids below this one; absent begins with the newest. */
  readonly below?: number
  readonly limit: number
}

/**
 * Row ids of messages that have every word and every three characters of the terms, newest first. Whether words stand next to
 * each other the index does not know: see `needsText`.
 */
export function messagesWith(db: ReadDb, terms: readonly FindTerm[], { below, limit }: IndexPage): number[] {
  const words = terms.filter((term) => 'words' in term).flatMap(wordQueries)
  const characters = terms.filter((term) => 'characters' in term).map((term) => characterQuery(db, term))
  const some = (queries: readonly string[]) => (queries.length > 0 ? queries.join(' AND ') : undefined)
  const [match, trigrams] = [some(words), some(characters)]
  const table = match === undefined ? 'message_trigrams' : 'message_words'
  // The plus keeps the list of words in front: else the other list asks for each of its rows.
  const both = match === undefined || trigrams === undefined ? '' : `AND +rowid IN (${listOf('message_trigrams', '@trigrams')})`
  const sql = `${listOf(table, '@match')} ${both} AND rowid < @below ORDER BY rowid DESC LIMIT @limit`
  const start = below ?? Number.MAX_SAFE_INTEGER
  return db
    .prepare<[object], number>(sql)
    .pluck()
    .all({ match: match ?? trigrams, trigrams, below: start, limit })
}

/** Whether only the text tells that the terms are there as asked: words in a row, more than three characters in a row. */
export const needsText = (terms: readonly FindTerm[]): boolean =>
  terms.some((term) => ('words' in term ? term.words.length > 1 : [...term.characters].length > indexed))

const listOf = (table: string, parameter: string): string => `SELECT rowid FROM ${table} WHERE ${table} MATCH ${parameter}`

const quote = (text: string): string => `"${text}"`

function wordQueries({ words, isBeginning }: WordsTerm): string[] {
  return words.map((word, at) => (isBeginning && at === words.length - 1 ? `${quote(word)} *` : quote(word)))
}

/** Characters in a row that the index knows. */
const indexed = 3

/** The most ways a shorter text may go on that are looked for: the commonest. */
const mostEndings = 300

function characterQuery(db: ReadDb, { characters }: CharactersTerm): string {
  const all = [...characters]
  const runs = all.slice(0, Math.max(0, all.length - indexed + 1)).map((_, at) => all.slice(at, at + indexed).join(''))
  if (all.length >= indexed) return runs.map(quote).join(' AND ')
  const endings = db
    .prepare<[string, string, number], string>(
      'SELECT term FROM message_trigrams_terms WHERE term >= ? AND term < ? ORDER BY doc DESC LIMIT ?',
    )
    .pluck()
    .all(characters, `${characters}\u{10ffff}`, mostEndings)
  // Nothing goes on from it: a query that finds nothing, since the index has no text of these three.
  return endings.length === 0 ? quote('\u{e000}\u{e000}\u{e000}') : `(${endings.map(quote).join(' OR ')})`
}
