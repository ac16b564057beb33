import { fuseRanks } from '../../src-shared/retrieval/fuse-ranks.ts'
import { isUnspaced, type QueryTerms } from '../../src-shared/retrieval/query-terms.ts'
import { isPlainWord } from '../../src-shared/retrieval/word-stem.ts'
import { countPostings, newestPassage } from '../db/count-postings.ts'
import type { ReadDb } from '../db/database.ts'
import { isLostPhrase } from '../db/lost-phrase.ts'
import { likeTerms, longRuns, quote, trigramsOf } from './unspaced-text.ts'
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

/** What scores all alike has all of it. */
const withShares = (rows: readonly ScoredRow[], most = rows[0]?.score ?? 0): WordHit[] =>
  rows.map((row) => ({ ...row, share: most > 0 && row.score > 0 ? Math.min(1, row.score / most) : 1 }))

/** A word that stands in a passage over and over scores at most this many times its rarity (FTS5's k1 = 1.2). */
const saturation = 2.2

/** What BM25 gives a passage that is full of every term. A term that is nowhere counts as the rarest there could be. */
function attainableScore(db: ReadDb, terms: readonly WordTerm[]): number {
  const passages = newestPassage(db)
  // The forms of a word are counted each for itself, and may be more than there are passages.
  const rarity = ({ postings }: WordTerm) => {
    const having = Math.min(postings, passages)
    return Math.log((passages - having + 0.5) / (having + 0.5))
  }
  return saturation * terms.reduce((sum, term) => sum + Math.max(0, rarity(term)), 0)
}

/** Postings a ranking may read: sixty to ninety milliseconds. */
const postingsBudget = 30_000

function matchWords(db: ReadDb, terms: readonly WordTerm[], search: WordSearch): ScoredRow[] {
  const isLost = ({ beginnings }: WordTerm): boolean => isLostPhrase(db, 'passage_words', beginnings)
  if (search.match === 'all') {
    if (terms.some((term) => isNowhere(term) || isLost(term))) return []
    const telling = [...terms].sort((a, b) => a.postings - b.postings).slice(0, mostTerms)
    const isRanked = canRank(telling)
    const ranking = isRanked ? tellingApart(db, telling) : telling
    const having = ranking.length === telling.length ? undefined : allOf(telling)
    return run(db, { table: 'passage_words', match: allOf(ranking), having, isRanked }, search)
  }
  const affordable = withinBudget(
    tellingApart(
      db,
      terms.filter((term) => !isLost(term)),
    ),
  )
  if (affordable.length === 0) return []
  const match = affordable.map(({ match }) => match).join(' OR ')
  return run(db, { table: 'passage_words', match, isRanked: affordable.every(isAffordable) }, search)
}

/** Counts are of words as we write them, which is as the index does for plain letters at least. */
const isNowhere = ({ postings, beginnings }: WordTerm): boolean => postings === 0 && beginnings.every(isPlainWord)

const allOf = (terms: readonly WordTerm[]): string => terms.map(({ match }) => match).join(' AND ')

const isAffordable = ({ postings }: { readonly postings: number }): boolean => postings <= postingsBudget

/** A shorter list is read in no time. */
const shortList = 1_000

/** BM25 gives nothing for a term that most passages have: it is looked for where there is no other, and else only costs. */
function tellingApart(db: ReadDb, terms: readonly WordTerm[]): readonly WordTerm[] {
  const most = Math.max(shortList, newestPassage(db) / 2)
  const present = terms.filter(({ postings }) => postings > 0)
  const rarer = present.filter(({ postings }) => postings <= most)
  return rarer.length > 0 ? rarer : present
}

/** The rarest terms that the budget allows, one at least; those that are nowhere are left out. */
function withinBudget<T extends { readonly postings: number }>(terms: readonly T[]): T[] {
  const present = terms.filter(({ postings }) => postings > 0).sort((a, b) => a.postings - b.postings)
  let spent = 0
  return present.filter(({ postings }, at) => {
    spent += postings
    return at === 0 || spent <= postingsBudget
  })
}

/** Of a text of two hundred words the rarest say all: where they are, the others are too. */
const mostTerms = 12

/** The rarest decides how many passages are read, in the lists of all of them. */
const canRank = (terms: readonly { readonly postings: number; readonly beginnings?: readonly string[] }[]): boolean => {
  const lists = terms.reduce((sum, { beginnings }) => sum + (beginnings?.length ?? 1), 0)
  return Math.min(...terms.map(({ postings }) => postings)) * lists <= postingsBudget
}

function findUnspaced(db: ReadDb, texts: readonly string[], search: WordSearch): WordHit[] {
  const ranked = withShares(matchTrigrams(db, texts, search))
  const short = texts.flatMap(likeTerms)
  return short.length === 0 ? ranked : merge(ranked, withShares(runLike(db, short, search), 1))
}

function matchTrigrams(db: ReadDb, texts: readonly string[], search: WordSearch): ScoredRow[] {
  const runs = longRuns(texts)
  if (runs.length === 0) return []
  const trigrams = trigramsOf(runs).map((term) => ({
    term,
    postings: countPostings(db, { index: 'passage_trigrams', first: term, last: term }),
  }))
  if (search.match === 'any') {
    const affordable = withinBudget(trigrams)
    const match = affordable.map(({ term }) => quote(term)).join(' OR ')
    return affordable.length === 0
      ? []
      : run(db, { table: 'passage_trigrams', match, isRanked: affordable.every(isAffordable) }, search)
  }
  return run(db, { table: 'passage_trigrams', match: runs.map(quote).join(' AND '), isRanked: canRank(trigrams) }, search)
}

interface FullTextQuery {
  readonly table: 'passage_words' | 'passage_trigrams'
  /** In FTS5's language. */
  readonly match: string
  /** What has to be there too and is not ranked by: for a rank FTS5 reads the whole list of each word. */
  readonly having?: string | undefined
  /** By BM25, which reads every passage that matches; else the newest, because all words are so common that nothing tells them apart. */
  readonly isRanked: boolean
}

/** The newest passages are looked through where nothing is ranked and all documents are wanted: their lists are long. */
const unrankedBound = 50_000

function run(db: ReadDb, { table, match, having, isRanked }: FullTextQuery, { limit, documentIds }: WordSearch): ScoredRow[] {
  const weights = table === 'passage_words' ? `AND rank MATCH 'bm25(${columnWeights})'` : ''
  const within =
    documentIds === undefined
      ? ''
      : // The plus keeps the index of words in front: else SQLite asks it once for every passage of the documents, minutes for 10,000.
        `AND +rowid IN (SELECT rowid FROM passages WHERE ${ofDocuments})`
  const also = having === undefined ? '' : `AND +rowid IN (SELECT rowid FROM ${table} WHERE ${table} MATCH @having)`
  // FTS5 takes a bound that is an integer only: of any other number SQLite reads the whole list.
  const between = 'AND rowid >= CAST(@oldest AS INTEGER) AND rowid <= CAST(@newest AS INTEGER)'
  const wanted = isRanked ? `${weights} ${within} ${also} ORDER BY rank` : `${between} ${within} ORDER BY rowid DESC`
  const score = isRanked ? '-rank' : '0.0'
  const ids = JSON.stringify(documentIds ?? [])
  const ends = isRanked ? noPassages : lookedThrough(db, documentIds && ids)
  return db
    .prepare<[object], ScoredRow>(
      `SELECT rowid AS passage, ${score} AS score FROM ${table} WHERE ${table} MATCH @match ${wanted} LIMIT @limit`,
    )
    .all({ match, having: having ?? null, limit, ids, ...ends })
}

const ofDocuments = 'document_id IN (SELECT value FROM json_each(@ids))'

interface Ends {
  readonly oldest: number
  readonly newest: number
}

const noPassages: Ends = { oldest: 0, newest: -1 }

/** Of documents that are asked for from their first passage to their last, however old they are. `ids` are a JSON list. */
function lookedThrough(db: ReadDb, ids: string | undefined): Ends {
  const last = newestPassage(db)
  if (ids === undefined) return { oldest: last - unrankedBound + 1, newest: last }
  const ends = db
    .prepare<[object], Ends>(
      `SELECT coalesce(min(rowid), 0) AS oldest, coalesce(max(rowid), -1) AS newest FROM passages WHERE ${ofDocuments}`,
    )
    .get({ ids })
  return ends ?? noPassages
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
