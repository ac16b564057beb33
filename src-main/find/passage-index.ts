import type { FindTerm, WordsTerm } from '../../src-shared/find/find-terms.ts'
import { countPostings } from '../db/count-postings.ts'
import type { ReadDb } from '../db/database.ts'
import { hasPhrase, isLost } from './phrases.ts'

export interface PassageSearch {
  readonly terms: readonly FindTerm[]
  readonly within: PassageFilter
  readonly limit: number
}

export interface PassageFilter {
  /** A condition on the passages' row ids, or nothing. */
  readonly sql: string
  readonly parameters: object
}

/** The newest passages are looked through for words in a row that are all common: they may be nowhere, and their lists are long. */
const phraseBound = 50_000

/** Postings a ranking may read: some ten milliseconds. Above it the passages that came last are first. */
const rankedPostings = 60_000

/** Characters in a row that the index knows. */
const indexed = 3

/** Row ids of passages by their words, best first; undefined when there are only characters too short for the index. */
export function passagesWith(db: ReadDb, { terms, within, limit }: PassageSearch): number[] | undefined {
  const words = terms.filter((term) => 'words' in term)
  const long = terms.flatMap((term) => ('words' in term || [...term.characters].length < indexed ? [] : [term.characters]))
  if (words.length === 0 && long.length === 0) return undefined
  if (isLost(db, 'passage_words', words)) return []
  const trigrams = long.map((text) => `"${text}"`).join(' AND ')
  const table = words.length > 0 ? 'passage_words' : 'passage_trigrams'
  const match = words.length > 0 ? `{text heading} : (${words.map(wordsQuery).join(' AND ')})` : trigrams
  const isRanked = words.length > 0 && postings(db, words) <= rankedPostings
  // The plus keeps the list of words in front: else the other lists ask for each of their rows.
  const both = words.length > 0 && long.length > 0 ? `AND +rowid IN (${trigramsSql})` : ''
  const bound = !isRanked && hasPhrase(terms) ? 'AND rowid > (SELECT max(rowid) FROM passages) - @bound' : ''
  const sql = `
    SELECT rowid FROM ${table} WHERE ${table} MATCH @match ${bound} ${both} ${within.sql}
    ORDER BY ${isRanked ? 'rank' : 'rowid DESC'} LIMIT @limit`
  return db
    .prepare<[object], number>(sql)
    .pluck()
    .all({ ...within.parameters, match, trigrams, limit, bound: phraseBound })
}

const trigramsSql = 'SELECT rowid FROM passage_trigrams WHERE passage_trigrams MATCH @trigrams'

const wordsQuery = (term: WordsTerm): string => `"${term.words.join(' ')}"${term.isBeginning ? ' *' : ''}`

const postings = (db: ReadDb, terms: readonly WordsTerm[]): number =>
  terms
    .flatMap((term) => term.words.map((word, at) => postingsOf(db, word, at === term.words.length - 1 && term.isBeginning)))
    .reduce((sum, each) => sum + each, 0)

const postingsOf = (db: ReadDb, word: string, isBeginning: boolean): number =>
  countPostings(db, { index: 'passage_words', first: word, last: isBeginning ? `${word}\u{10ffff}` : word })

export interface PassageReading extends Omit<PassageSearch, 'terms'> {
  readonly characters: readonly string[]
  readonly pause: () => Promise<void>
}

/** Passages that are looked through for one or two characters, which no index knows. */
const readAtMost = 20_000
const readAtOnce = 1000

/** Row ids of the passages that have these characters in their text, those that came last first. */
export async function readPassagesFor(db: ReadDb, { characters, within, limit, pause }: PassageReading): Promise<number[]> {
  const newest = db.prepare<[], number>('SELECT max(rowid) FROM passages').pluck().get() ?? 0
  const has = characters.map((_, at) => `instr(text, @c${at}) > 0`).join(' AND ')
  const range = 'rowid <= @top AND rowid > @top - @many'
  const sql = `SELECT rowid FROM passages WHERE ${range} AND ${has} ${within.sql} ORDER BY rowid DESC`
  const read = db.prepare<[object], number>(sql).pluck()
  const wanted = Object.fromEntries(characters.map((text, at) => [`c${at}`, text]))
  const found: number[] = []
  for (let top = newest; top > Math.max(0, newest - readAtMost) && found.length < limit; top -= readAtOnce) {
    found.push(...read.all({ ...within.parameters, ...wanted, top, many: readAtOnce }))
    await pause()
  }
  return found.slice(0, limit)
}
