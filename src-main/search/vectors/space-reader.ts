import type { ReadDb } from '../../db/database.ts'
import type { AllowedPassages } from './allowed-passages.ts'
import { paddedDimension } from './code-blocks.ts'
import { shapeOf } from './coding.ts'
import { createKernel } from './kernel.ts'
import { firstList, listsOf } from './keys.ts'
import { indexLimits } from './limits.ts'
import { createListCache } from './list-cache.ts'
import { createListScanner, type NearList } from './list-scanner.ts'
import { createLooseRows } from './loose-rows.ts'
import { createProbe, type Probe } from './probe.ts'
import type { VectorSpace } from './spaces.ts'
import { readCentroids } from './stored-centroids.ts'
import { readCoding } from './stored-directions.ts'
import { createTopScores, type TopScores } from './top-scores.ts'

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
  /** How many are wanted. */
  readonly limit: number
}

/** Many, so that one call of the kernel is for many codes; few, so that what was found soon spares work. */
const listsAtOnce = 32

export function createSpaceReader(db: ReadDb, space: VectorSpace): SpaceReader {
  const { id, generation, dimension } = space
  const kernel = createKernel()
  const coding = readCoding(db, kernel, space)
  const probe = createProbe(kernel, dimension, coding.drafts)
  const loose = createLooseRows(kernel, paddedDimension(dimension))
  const row = kernel.reserve(paddedDimension(dimension))
  const scanner = createListScanner(kernel, coding)
  const centroids = generation === 0 ? undefined : readCentroids(db, kernel, { space: id, generation, coding })
  const cache = createListCache(kernel, { shape: shapeOf(coding), bytes: indexLimits.cacheBytes })
  const ghosts = new Set<number>()
  let changes = -1

  function forgetChanged({ list_changes }: VectorSpace): void {
    if (list_changes === changes) return
    const changed = db.prepare<[number, number, number], number>(
      'SELECT list FROM vector_lists WHERE list BETWEEN ? AND ? AND changed > ?',
    )
    for (const list of changed.pluck().all(...listsOf(id, generation), changes)) cache.forget(list)
    // A number that came again may be in a list now.
    ghosts.clear()
    changes = list_changes
  }

  /** How far apart a row and the query may be beside the list's middle: the farther, the less an estimate tells. */
  function reachOf(list: number, product: number): number {
    const square = centroids?.squaredLength(list) ?? 0
    return Math.sqrt(Math.max(0, 1 - square) * Math.max(0, 1 - 2 * product + square))
  }

  function nearList(list: number): NearList {
    const product = centroids?.product(probe, list) ?? 0
    return { ...cache.list(db, firstList(id, generation) + list), product, reach: reachOf(list, product) }
  }

  function collectFromLists({ space: { probes }, allowed, top, limit }: Collecting): void {
    if (centroids === undefined) return
    scanner.ask(probe)
    const search = { allowed, ghosts, top, lead: createTopScores(limit), doubt: indexLimits.doubt * signError }
    const near = centroids.nearest(probe, allowed ? centroids.count : probes)
    let met = 0
    // What the nearest hold sets the bar for the others, so few are looked at first.
    let [from, count] = [0, 1]
    const fewest = probes * (allowed ? indexLimits.filteredProbes : 1)
    while (from < near.length && (from < fewest || met < indexLimits.allowedSeen)) {
      met += scanner.scan(Array.from(near.subarray(from, from + count), nearList), search)
      from += count
      count = Math.min(2 * count, listsAtOnce)
    }
  }

  /** One bit a component leaves 0.755 of what a row is away from its list's middle unknown. */
  const signError = 0.755 / Math.sqrt(coding.padded)

  return {
    probe,
    follow(state) {
      forgetChanged(state)
      loose.follow(db, state)
    },
    collect(search) {
      loose.collect(db, probe, search)
      collectFromLists(search)
    },
    compare(vector, scale) {
      kernel.views().u8.set(vector, row)
      return probe.rowProduct(row, scale)
    },
    drop(passage) {
      loose.drop(passage)
      ghosts.add(passage)
    },
  }
}
