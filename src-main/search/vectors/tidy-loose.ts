import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Db } from '../../db/database.ts'
import { rowsOf } from './keys.ts'
import type { VectorSpace } from './spaces.ts'

const perCommit = 10_000

/** Removes loose rows that are in the lists by now, that came again since, or whose row is gone. */
export async function tidyLoose(db: Db, { id, loose_done }: VectorSpace, signal: AbortSignal): Promise<void> {
  const [first, last] = rowsOf(id)
  const range = { first, last, done: loose_done }
  for (const sql of [taken, superseded]) {
    for (;;) {
      await nextTurn(undefined, { signal })
      const { changes } = db.transact((tx) => tx.prepare(sql).run(range))
      if (changes < perCommit) break
    }
  }
}

const taken = `
  DELETE FROM loose_vectors WHERE n IN (
    SELECT n FROM loose_vectors WHERE n <= @done AND id BETWEEN @first AND @last ORDER BY n LIMIT ${perCommit}
  )`

const superseded = `
  DELETE FROM loose_vectors WHERE n > @done AND id BETWEEN @first AND @last AND (
    n NOT IN (SELECT max(n) FROM loose_vectors GROUP BY id) OR id NOT IN (SELECT id FROM vectors WHERE vectors.id = loose_vectors.id)
  )`
