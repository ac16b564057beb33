import { fuseRanks } from '../../src-shared/retrieval/fuse-ranks.ts'
import { isUnspaced, type QueryTerms } from '../../src-shared/retrieval/query-terms.ts'
import type { ReadDb } from '../db/database.ts'
import { likeTerms, unspacedQuery } from './unspaced-text.ts'
import { exactTerms, meaningTerms, type WordTerm } from './word-terms.ts'

export interface WordHit {
  /** Row id of the passage. */
  readonly passage: number
  /** BM25; higher is better. */
  readonly score: number
  /** Of what the words could score at most, words that are nowhere included: 0…1, comparable from question to question. */
  readonly share: number
}

type ScoredRow = Omit<WordHit, 'share'>

export interface WordSearch {
  readonly limit: number
  /** Every term has to be there, or any of them (the rare ones, as many as the budget allows). */
  readonly match: 'all' | 'any'
  /** Only passages of these documents; all when absent. */
  readonly documentIds?: readonly string[] | undefined
}

/** How much a word counts in the text, in its headings, in the document's title. */
const columnWeights = '1.0, 1.5, 1.0'

/** Best first. Whatever a person types is words to look for, never an operator. */
export function findWords(db: ReadDb, query: QueryTerms, search: WordSearch): WordHit[] {
  const terms = search.match === 'all' ? exactTerms(db, query) : meaningTerms(db, query)
  const spaced = terms.length === 0 ? [] : withShares(matchWords(db, terms, search), attainableScore(db, terms))
  const texts = [...query.phrases, ...query.identifiers, ...query.words].filter(isUnspaced)
  const unspaced = texts.length === 0 ? [] : findUnspaced(db, texts, search)
  return merge(spaced, unspaced).slice(0, search.limit)
}

const withShares = (rows: readonly ScoredRow[], most: number): WordHit[] =>
  rows.map((row) => ({ ...row, share: most > 0 ? Math.min(1, row.score / most) : 1 }))

/** A word that stands in a passage over and over scores at most this many times its rarity (FTS5's k1 = 1.2). */
const saturation = 2.2

/** What BM25 gives a passage that is full of every term. A term that is nowhere counts as the rarest there could be. */
function attainableScore(db: ReadDb, terms: readonly WordTerm[]): number {
  const passages = countPassages(db)
  const rarity = ({ postings }: WordTerm) => Math.log((passages - postings + 0.5) / (postings + 0.5))
  return saturation * terms.reduce((sum, term) => sum + Math.max(0, rarity(term)), 0)
}

/** Row ids grow and few are ever removed; counting a million would take longer than the search. */
export const countPassages = (db: ReadDb): number =>
  db.prepare<[], number>('SELECT max(rowid) FROM passages').pluck().get() ?? 0

/** Postings a search may read: some ten milliseconds. */
const postingsBudget = 60_000

function matchWords(db: ReadDb, terms: readonly WordTerm[], search: WordSearch): ScoredRow[] {
  if (search.match === 'all')
    return run(db, { table: 'passage_words', match: terms.map(({ match }) => match).join(' AND ') }, search)
  const present = terms.filter(({ postings }) => postings > 0).sort((a, b) => a.postings - b.postings)
  let spent = 0
  const affordable = present.filter(({ postings }, at) => {
    spent += postings
    return at === 0 || spent <= postingsBudget
  })
  if (affordable.length === 0) return []
  return run(db, { table: 'passage_words', match: affordable.map(({ match }) => match).join(' OR ') }, search)
}

function findUnspaced(db: ReadDb, texts: readonly string[], search: WordSearch): WordHit[] {
  const match = unspacedQuery(texts, search.match)
  const long = match === undefined ? [] : run(db, { table: 'passage_trigrams', match }, search)
  const short = texts.flatMap(likeTerms)
  const ranked = withShares(long, long[0]?.score ?? 0)
  return short.length === 0 ? ranked : merge(ranked, withShares(runLike(db, short, search), 1))
}

interface FullTextQuery {
  readonly table: 'passage_words' | 'passage_trigrams'
  /** In FTS5's language. */
  readonly match: string
}

function run(db: ReadDb, { table, match }: FullTextQuery, { limit, documentIds }: WordSearch): ScoredRow[] {
  const rank = table === 'passage_words' ? `AND rank MATCH 'bm25(${columnWeights})'` : ''
  const within =
    documentIds === undefined
      ? ''
      : // The plus keeps the index of words in front: else SQLite asks it once for every passage of the documents, minutes for 10,000.
        'AND +rowid IN (SELECT rowid FROM passages WHERE document_id IN (SELECT value FROM json_each(@ids)))'
  return db
    .prepare<[object], ScoredRow>(
      `SELECT rowid AS passage, -rank AS score FROM ${table} WHERE ${table} MATCH @match ${rank} ${within} ORDER BY rank LIMIT @limit`,
    )
    .all({ match, limit, ids: JSON.stringify(documentIds ?? []) })
}

/** Passages that are looked through for two characters, which no index knows. */
const likeBound = 20_000

function runLike(db: ReadDb, terms: readonly string[], { limit, match, documentIds }: WordSearch): ScoredRow[] {
  const condition = terms.map(() => 'instr(text, ?) > 0').join(match === 'all' ? ' AND ' : ' OR ')
  const within = documentIds === undefined ? '' : 'WHERE document_id IN (SELECT value FROM json_each(?))'
  const filter = documentIds === undefined ? [] : [JSON.stringify(documentIds)]
  return db
    .prepare<unknown[], ScoredRow>(`
      SELECT rowid AS passage, 1.0 AS score
      FROM (SELECT rowid, text FROM passages ${within} ORDER BY rowid DESC LIMIT ${likeBound})
      WHERE ${condition} LIMIT ?
    `)
    .all(...filter, ...terms, limit)
}

/** Scores of two indexes cannot be compared, so their ranks are. */
function merge(first: readonly WordHit[], second: readonly WordHit[]): WordHit[] {
  const [only, other] = [first, second].filter((hits) => hits.length > 0)
  if (only === undefined || other === undefined) return [...(only ?? [])]
  const rankings = [only, other].map((hits) => ({ ids: hits.map(({ passage }) => passage), weight: 1 }))
  const shares = new Map([...only, ...other].map(({ passage, share }) => [passage, share]))
  return fuseRanks(rankings).map(({ id, score }) => ({ passage: id, score, share: shares.get(id) ?? 0 }))
}
