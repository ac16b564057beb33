import type { ReadDb } from '../../db/database.ts'
import type { AllowedPassages } from './allowed-passages.ts'
import type { NearList } from './centroids.ts'
import { createKernel } from './kernel.ts'
import { firstList, listsOf } from './keys.ts'
import { indexLimits } from './limits.ts'
import { createListCache } from './list-cache.ts'
import { createListScanner } from './list-scanner.ts'
import { createLooseRows } from './loose-rows.ts'
import { createProbe, type Probe } from './probe.ts'
import type { VectorSpace } from './spaces.ts'
import { readCentroids } from './stored-centroids.ts'
import type { TopScores } from './top-scores.ts'

/** One space under one generation of its lists, as far as it is in memory. */
export interface SpaceReader {
  readonly probe: Probe
  /** Brings what is in memory up to what is in the file. */
  follow(space: VectorSpace): void
  /** Adds candidates for what the probe was set to, each with the highest score it may have. */
  collect(search: Collecting): void
  /** The product of the probe with a row as it is stored. */
  compare(vector: Buffer, scale: number): number
  /** The row is no more. */
  drop(passage: number): void
}

export interface Collecting {
  readonly space: VectorSpace
  readonly allowed: AllowedPassages | undefined
  readonly top: TopScores
}

export function createSpaceReader(db: ReadDb, { id, generation, dimension }: VectorSpace): SpaceReader {
  const kernel = createKernel()
  const probe = createProbe(kernel, dimension)
  const { padded } = probe
  const loose = createLooseRows(kernel, padded)
  const row = kernel.reserve(padded)
  const scan = createListScanner(kernel, probe)
  const centroids = generation === 0 ? undefined : readCentroids(db, kernel, { space: id, generation, padded })
  const cache = createListCache(kernel, { padded, bytes: indexLimits.cacheBytes })
  let changes = -1

  function forgetChanged(space: VectorSpace): void {
    if (space.list_changes === changes) return
    const changed = db.prepare<[number, number, number], number>(
      'SELECT list FROM vector_lists WHERE list BETWEEN ? AND ? AND changed > ?',
    )
    for (const list of changed.pluck().all(...listsOf(id, generation), changes)) cache.forget(list)
    changes = space.list_changes
  }

  /**
   * How far an estimate may lie below the truth. One bit a component leaves 0.755 of what a row is away from its list's middle unknown, and only what
   * the query is away from it meets that.
   */
  function doubt({ list, product }: NearList): number {
    const square = centroids?.squaredLength(list) ?? 0
    const [row, query] = [Math.max(0, 1 - square), Math.max(0, 1 - 2 * product + square)]
    return indexLimits.doubt * 0.755 * Math.sqrt((row * query) / padded)
  }

  function collectFromLists({ space, allowed, top }: Collecting): void {
    if (centroids === undefined) return
    const near = centroids.nearest(probe, allowed ? centroids.count : space.probes)
    let met = 0
    for (const [n, list] of near.entries()) {
      if (n >= space.probes && met >= indexLimits.allowedSeen) return
      met += scan(cache.list(db, firstList(id, generation) + list.list), { allowed, top, base: list.product + doubt(list) })
    }
  }

  return {
    probe,
    follow(space) {
      forgetChanged(space)
      loose.follow(db, space)
    },
    collect(search) {
      loose.collect(db, probe, search)
      collectFromLists(search)
    },
    compare(vector, scale) {
      kernel.views().u8.set(vector, row)
      return probe.rowProduct(row, scale)
    },
    drop: loose.drop,
  }
}
