import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Db, WriteDb } from '../../db/database.ts'
import { rowsOf } from './keys.ts'
import { removeLists } from './remove-lists.ts'
import type { VectorSpace } from './spaces.ts'

const rowsPerCommit = 1000

/** Time for the vectors of an embedder that is not used any more to go. */
export const isToGo = ({ remove_at }: Pick<VectorSpace, 'remove_at'>): boolean => remove_at !== null && remove_at <= Date.now()

/**
 * Removes all that a space holds, a little at a time: rows before lists, so that what is left can be searched at every moment. Ends early when
 * the embedder comes into use again. The space's own row stays, empty: its number is never another's, whatever a thread has in memory.
 */
export async function removeSpace(db: Db, { id }: VectorSpace, signal: AbortSignal): Promise<void> {
  const isLeft = leftIn(id)
  const range = rowsOf(id)
  for (const sql of [rows, loose]) {
    for (;;) {
      await nextTurn(undefined, { signal })
      const changes = db.transact((tx) => (isLeft(tx) ? tx.prepare(sql).run(...range).changes : undefined))
      if (changes === undefined) return
      if (changes < rowsPerCommit) break
    }
  }
  if (!db.transact((tx) => isLeft(tx) && withoutLists(tx, id))) return
  await removeLists(db, { space: id, kept: 0 }, signal)
  db.transact((tx) => tx.prepare('UPDATE vector_spaces SET remove_at = NULL WHERE id = ? AND size = 0').run(id))
}

/** Asked in the transaction that removes something: whoever takes the embedder into use again clears the time in one of theirs. */
const leftIn =
  (id: number) =>
  (tx: WriteDb): boolean =>
    tx.prepare('SELECT 1 FROM vector_spaces WHERE id = ? AND remove_at IS NOT NULL').get(id) !== undefined

/** An empty space has none, and takes the dimension of the first row that comes. */
function withoutLists(tx: WriteDb, id: number): boolean {
  tx.prepare('DELETE FROM vector_builds WHERE space = ?').run(id)
  const { changes } = tx.prepare('UPDATE vector_spaces SET generation = 0 WHERE id = ? AND size = 0').run(id)
  return changes > 0
}

const rows = `DELETE FROM vectors WHERE id IN (SELECT id FROM vectors WHERE id BETWEEN ? AND ? LIMIT ${rowsPerCommit})`
const loose = `DELETE FROM loose_vectors WHERE n IN (SELECT n FROM loose_vectors WHERE id BETWEEN ? AND ? LIMIT ${rowsPerCommit})`
