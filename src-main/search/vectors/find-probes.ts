import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Db } from '../../db/database.ts'
import { rowsOf } from './keys.ts'
import { foundShareFor, indexLimits, placeOf } from './limits.ts'
import { searchSpace } from './search-vectors.ts'
import { createSpaceReader } from './space-reader.ts'
import type { VectorSpace } from './spaces.ts'
import { asRow } from './stored-centroids.ts'
import { wholeIndex } from './vector-query.ts'

const asked = 100
const neighbours = 5
const growth = 1.25

/**
 * Finds out how many lists have to be looked at: rows are asked for their neighbours with as many lists as the time allows, then with fewer. Clustered
 * data need a handful, others many.
 */
export async function findProbes(db: Db, space: VectorSpace, signal: AbortSignal): Promise<void> {
  const { fewest } = indexLimits.probes
  const most = indexLimits.probes[placeOf(space.trained_size)]
  const share = foundShareFor(space.size)
  const reader = createSpaceReader(db, space)
  reader.follow(space, wholeIndex)
  const rows = sampleRows(db, space)
  const ask = async (probes: number): Promise<ReadonlySet<number>[]> => {
    const found: ReadonlySet<number>[] = []
    for (const row of rows) {
      await nextTurn(undefined, { signal })
      reader.probe.set(row)
      // Itself is among them.
      const near = searchSpace(db, {
        space: { ...space, probes },
        reader,
        share: wholeIndex,
        allowed: undefined,
        limit: neighbours + 1,
      })
      found.push(new Set(near.map(({ passage }) => passage)))
    }
    return found
  }
  const best = await ask(most)
  let probes: number = fewest
  while (probes < most && shareOf(await ask(probes), best) < share) probes = Math.ceil(probes * growth)
  const chosen = Math.min(probes, most)
  db.transact((tx) => tx.prepare('UPDATE vector_spaces SET probes = ? WHERE id = ?').run(chosen, space.id))
}

function shareOf(found: readonly ReadonlySet<number>[], best: readonly ReadonlySet<number>[]): number {
  const all = best.reduce((sum, each) => sum + each.size, 0)
  const hits = best.reduce((sum, each, n) => sum + [...each].filter((passage) => found[n]?.has(passage)).length, 0)
  return all === 0 ? 1 : hits / all
}

/** Rows evenly over all passages, as floats. */
function sampleRows(db: Db, space: VectorSpace): Float32Array[] {
  const [first, last] = rowsOf(space.id)
  const ends = db.prepare<[number, number], { low: number | null; high: number | null }>(
    `SELECT (SELECT min(id) FROM vectors WHERE id >= ?) AS low, (SELECT max(id) FROM vectors WHERE id <= ?) AS high`,
  )
  const one = db.prepare<[number, number], { scale: number; vector: Buffer }>(
    'SELECT scale, vector FROM vectors WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 1',
  )
  const { low, high } = ends.get(first, last) ?? { low: null, high: null }
  if (low === null || high === null) return []
  return Array.from({ length: asked }, (_, n) => one.get(low + Math.floor(((high - low) * n) / asked), last)).flatMap((row) =>
    row === undefined ? [] : [Float32Array.from(asRow(row.vector), (value) => value * row.scale)],
  )
}
