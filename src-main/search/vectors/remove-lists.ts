import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Db } from '../../db/database.ts'
import { firstList, firstSegment } from './keys.ts'

const perCommit = 400

/** Removes every generation of the space but this one, a little at a time. */
export async function removeLists(
  db: Db,
  { space, kept }: { readonly space: number; readonly kept: number },
  signal: AbortSignal,
): Promise<void> {
  const others = [
    [firstList(space, 0), firstList(space, kept)],
    [firstList(space, kept + 1), firstList(space + 1, 0)],
  ] as const
  for (const range of others) {
    await removeRange(
      db,
      { table: 'vector_codes', key: 'segment', range: [firstSegment(range[0]), firstSegment(range[1])] },
      signal,
    )
    await removeRange(db, { table: 'vector_lists', key: 'list', range }, signal)
    await removeRange(db, { table: 'vector_centroids', key: 'list', range }, signal)
    await removeRange(db, { table: 'vector_directions', key: 'list', range }, signal)
  }
}

interface KeyRange {
  readonly table: string
  readonly key: string
  /** The end is exclusive. */
  readonly range: readonly [number, number]
}

async function removeRange(db: Db, { table, key, range }: KeyRange, signal: AbortSignal): Promise<void> {
  const sql = `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE ${key} >= ? AND ${key} < ? LIMIT ${perCommit})`
  for (;;) {
    await nextTurn(undefined, { signal })
    const { changes } = db.transact((tx) => tx.prepare(sql).run(...range))
    if (changes < perCommit) return
  }
}
