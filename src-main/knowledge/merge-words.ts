import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Db, ReadDb, WriteDb } from '../db/database.ts'
import { readLevels, type WordIndex, type WordLevel } from './word-levels.ts'

const indexes = ['passage_words', 'passage_trigrams'] as const

/** Of this many pages (4 kB) at most is what one segment is made of: a word that is everywhere, a tenth of them, is merged at once. */
const mostPages: Readonly<Record<WordIndex, number>> = { passage_words: 12_000, passage_trigrams: 60_000 }
/** Segments of a level that are merged into one. */
const segmentsAtOnce = 8
/** In one commit; each writes two or three pages, or more where one word has more: then it is the last one. */
const stepsAtOnce = 16
const stepsMs = 4
/** Commits for each index: what is left is merged after what is written next. */
const mostCommits = 8

/**
 * Merges what was written to the indexes of words lately, a little in each turn. FTS5's own merging would come within a commit, all that has
 * gathered at once: a quarter of a second where many passages are imported. Whether anything is left.
 */
export async function mergeWords(db: Db): Promise<boolean> {
  for (const index of indexes) {
    for (let commits = 0; commits < mostCommits && isToMerge(db, index); commits++) {
      db.transact((tx) => mergeSome(tx, index))
      await nextTurn()
    }
  }
  return indexes.some((index) => isToMerge(db, index))
}

/** The least that can be asked for at a time: of more, FTS5 would spend what is left on another level, however large that is. */
function mergeSome(tx: WriteDb, index: WordIndex): void {
  const merge = tx.prepare(`INSERT INTO ${index} (${index}, rank) VALUES ('merge', 1)`)
  const until = performance.now() + stepsMs
  for (let steps = 0; steps < stepsAtOnce && performance.now() < until && isToMerge(tx, index); steps++) merge.run()
}

function isToMerge(db: ReadDb, index: WordIndex): boolean {
  const level = nextToMerge(readLevels(db, index))
  return level !== undefined && (level.merging > 0 || level.segments >= segmentsAtOnce) && level.pages <= mostPages[index]
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
