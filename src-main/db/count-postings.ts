import type { ReadDb } from './database.ts'

export interface TermRange {
  readonly index: 'passage_words' | 'passage_trigrams'
  /** As the index writes them; both ends are in. */
  readonly first: string
  readonly last: string
}

interface Counted {
  readonly postings: number
  /** Row ids that there were. */
  readonly rows: number
  readonly at: number
}

/** Counting reads every posting, a few thousand in a millisecond: from here on it is remembered. */
const long = 1_000

/** A long list is told again until so many rows more are there, or so long: what was removed meanwhile is not seen by the row ids. */
const drift = 1.02
const rememberedMs = 600_000

const mostRemembered = 5_000

const remembered = new WeakMap<ReadDb, Map<string, Counted>>()

/**
 * In how many passages the terms of this range are, each term counted for itself. Short counts are exact, zero above all; a
 * long one may be ten minutes old, which the cost of a search and the rarity of a word can bear.
 */
export function countPostings(db: ReadDb, { index, first, last }: TermRange): number {
  const counts = countsOf(db)
  const key = JSON.stringify([index, first, last])
  const rows = newestPassage(db)
  const known = counts.get(key)
  const isNew = known !== undefined && performance.now() - known.at < rememberedMs
  if (isNew && known.rows <= rows && rows <= known.rows * drift) return known.postings
  const postings =
    db
      .prepare<[string, string], number>(`SELECT coalesce(sum(doc), 0) FROM ${index}_terms WHERE term >= ? AND term <= ?`)
      .pluck()
      .get(first, last) ?? 0
  counts.delete(key)
  if (postings >= long) counts.set(key, { postings, rows, at: performance.now() })
  if (counts.size > mostRemembered) counts.clear()
  return postings
}

/** Row ids grow and few are ever removed; counting a million would take longer than the search. */
export const newestPassage = (db: ReadDb): number => db.prepare<[], number>('SELECT max(rowid) FROM passages').pluck().get() ?? 0

function countsOf(db: ReadDb): Map<string, Counted> {
  const counts = remembered.get(db) ?? new Map<string, Counted>()
  remembered.set(db, counts)
  return counts
}
