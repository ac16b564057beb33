import type { FindTerm, WordsTerm } from '../../src-shared/find/find-terms.ts'
import { isPlainWord } from '../../src-shared/retrieval/word-stem.ts'
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
  const whole = words.map((term) => asCommonWord(db, term))
  if (whole.some((term) => isNowhere(db, term)) || isLost(db, 'passage_words', words)) return []
  const search = { trigrams: long.map((text) => `"${text}"`).join(' AND '), within, limit }
  if (words.every((term, at) => term === whole[at])) return read(db, { words, ...search })
  // The list of all words with a common beginning is put together before the first row comes of it; the word itself nearly always has enough.
  const found = read(db, { words: whole, ...search })
  return found.length === limit ? found : read(db, { words, ...search })
}

interface Reading extends Omit<PassageSearch, 'terms'> {
  readonly words: readonly WordsTerm[]
  /** In FTS5's language; '' when there are none. */
  readonly trigrams: string
}

function read(db: ReadDb, { words, trigrams, within, limit }: Reading): number[] {
  const table = words.length > 0 ? 'passage_words' : 'passage_trigrams'
  const match = words.length > 0 ? `{text heading} : (${words.map(wordsQuery).join(' AND ')})` : trigrams
  const isRanked = words.length > 0 && postings(db, words) <= rankedPostings
  // The plus keeps the list of words in front: else the other lists ask for each of their rows.
  const both = words.length > 0 && trigrams !== '' ? `AND +rowid IN (${trigramsSql})` : ''
  const bound = !isRanked && hasPhrase(words) ? 'AND rowid > (SELECT max(rowid) FROM passages) - @bound' : ''
  const sql = `
    SELECT rowid FROM ${table} WHERE ${table} MATCH @match ${bound} ${both} ${within.sql}
    ORDER BY ${isRanked ? 'rank' : 'rowid DESC'} LIMIT @limit`
  return db
    .prepare<[object], number>(sql)
    .pluck()
    .all({ ...within.parameters, match, trigrams, limit, bound: phraseBound })
}

/** A single word that is begun, as if it were ended where so many passages have it that nothing is ranked anyway. */
function asCommonWord(db: ReadDb, term: WordsTerm): WordsTerm {
  const [word = '', ...others] = term.words
  const isCommon = term.isBeginning && others.length === 0 && postingsOf(db, word, false) > rankedPostings
  return isCommon ? { ...term, isBeginning: false } : term
}

const trigramsSql = 'SELECT rowid FROM passage_trigrams WHERE passage_trigrams MATCH @trigrams'

const wordsQuery = (term: WordsTerm): string => `"${term.words.join(' ')}"${term.isBeginning ? ' *' : ''}`

/** Counts are of words as we write them, which is as the index does for these letters at least. */
const isNowhere = (db: ReadDb, term: WordsTerm): boolean =>
  countsOf(db, term).some((count, at) => count === 0 && isPlainWord(term.words[at] ?? ''))

const postings = (db: ReadDb, terms: readonly WordsTerm[]): number =>
  terms.flatMap((term) => countsOf(db, term)).reduce((sum, each) => sum + each, 0)

/** In how many passages each word is. */
const countsOf = (db: ReadDb, { words, isBeginning }: WordsTerm): number[] =>
  words.map((word, at) => postingsOf(db, word, at === words.length - 1 && isBeginning))

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
