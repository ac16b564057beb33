import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Db, WriteDb } from '../db/database.ts'

const indexes = ['passage_words', 'passage_trigrams'] as const

/** Pages of an index that are written in one commit, or more where one word has more. */
const pagesAtOnce = 16
/** Commits for each index: what is left is merged with what is written next. */
const mostCommits = 16

/**
 * Merges what was written to the indexes of words lately, a little in each turn, until nothing is left to merge. FTS5's own merging
 * would come within a commit, all that has gathered at once: a quarter of a second where many passages are imported.
 */
export async function mergeWords(db: Db): Promise<void> {
  for (const index of indexes) {
    for (let commits = 0; commits < mostCommits; commits++) {
      if (!db.transact((tx) => mergeSome(tx, index))) break
      await nextTurn()
    }
  }
}

/** Whether there was anything. The insert is a command, and counts as one change itself. */
function mergeSome(tx: WriteDb, index: (typeof indexes)[number]): boolean {
  const changes = tx.prepare<[], number>('SELECT total_changes()').pluck()
  const before = changes.get() ?? 0
  tx.prepare(`INSERT INTO ${index} (${index}, rank) VALUES ('merge', ${pagesAtOnce})`).run()
  return (changes.get() ?? 0) - before > 1
}
