import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Db, WriteDb } from '../db/database.ts'
import { readLevels, type WordIndex, type WordLevel } from './word-levels.ts'

const indexes = ['passage_words', 'passage_trigrams'] as const

/** Of this many pages (4 kB) at most is what one segment is made of. A word that is everywhere is merged at once, a tenth of all pages. */
const mostPages: Readonly<Record<WordIndex, number>> = { passage_words: 1_600, passage_trigrams: 6_400 }
/** Segments of a level that are merged into one. */
const segmentsAtOnce = 8
/** Written in one commit, or more where one word has more. */
const pagesAtOnce = 16
/** Commits for each index: what is left is merged after what is written next. */
const mostCommits = 16

/**
 * Merges what was written to the indexes of words lately, a little in each turn. FTS5's own merging would come within a commit, all that has
 * gathered at once: a quarter of a second where many passages are imported. Whether anything is left.
 */
export async function mergeWords(db: Db): Promise<boolean> {
  const isLeft = (index: WordIndex): boolean => isToMerge(readLevels(db, index), mostPages[index])
  for (const index of indexes) {
    for (let commits = 0; commits < mostCommits && isLeft(index); commits++) {
      db.transact((tx) => mergeSome(tx, index))
      await nextTurn()
    }
  }
  return indexes.some(isLeft)
}

function mergeSome(tx: WriteDb, index: WordIndex): void {
  tx.prepare(`INSERT INTO ${index} (${index}, rank) VALUES ('merge', ${pagesAtOnce})`).run()
}

function isToMerge(levels: readonly WordLevel[], most: number): boolean {
  const level = nextToMerge(levels)
  return level !== undefined && (level.merging > 0 || level.segments >= segmentsAtOnce) && level.pages <= most
}

/**
 * The level that FTS5 would take: the one with the most segments, or that is being merged. While it is one of segments that are as large as they
 * are to get, nothing is merged until a lower one has more of them.
 */
function nextToMerge(levels: readonly WordLevel[]): WordLevel | undefined {
  let best: WordLevel | undefined
  for (const level of levels) {
    const segments = level.merging > 0 ? level.merging : level.segments
    if (segments > (best?.segments ?? 0)) best = level
    if (level.merging > 0) return best
  }
  return best
}
