import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Db } from '../../db/database.ts'
import { firstList, firstSegment } from './keys.ts'

const perCommit = 400

/** Removes every generation of the space but these, a little at a time. */
export async function removeLists(db: Db, space: number, kept: readonly number[], signal: AbortSignal): Promise<void> {
  const bounds = [0, ...kept.filter((generation) => generation > 0).sort((a, b) => a - b), 2 ** 12]
  for (const [n, from] of bounds.slice(0, -1).entries()) {
    const range = [firstList(space, from + 1), firstList(space, bounds[n + 1] ?? 0)] as const
    await removeRange(
      db,
      { table: 'vector_codes', key: 'segment', range: [firstSegment(range[0]), firstSegment(range[1])] },
      signal,
    )
    await removeRange(db, { table: 'vector_lists', key: 'list', range }, signal)
    await removeRange(db, { table: 'vector_centroids', key: 'list', range }, signal)
  }
}

interface KeyRange {
  readonly table: string
  readonly key: string
  /** The end is exclusive. */
  readonly range: readonly [number, number]
}

export async function removeRange(db: Db, { table, key, range }: KeyRange, signal: AbortSignal): Promise<void> {
  const sql = `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE ${key} >= ? AND ${key} < ? LIMIT ${perCommit})`
  for (;;) {
    await nextTurn(undefined, { signal })
    const { changes } = db.transact((tx) => tx.prepare(sql).run(...range))
    if (changes < perCommit) return
  }
}
