import type { ReadDb } from '../../db/database.ts'
import { type Coding, shapeOf } from './coding.ts'
import type { Collecting } from './collecting.ts'
import type { Kernel } from './kernel.ts'
import { firstList, listsOf } from './keys.ts'
import { indexLimits } from './limits.ts'
import { createListCache } from './list-cache.ts'
import { createListScanner, type NearList } from './list-scanner.ts'
import type { Probe } from './probe.ts'
import type { VectorSpace } from './spaces.ts'
import { readCentroids } from './stored-centroids.ts'
import { createTopScores } from './top-scores.ts'

/** The lists of a generation, as far as they are in memory. */
export interface SearchedLists {
  /** Brings what is in memory up to what is in the file. */
  follow(space: VectorSpace): void
  /** Adds candidates for what the probe was set to, each with the highest score it may have. */
  collect(search: Collecting): void
  /** The row is no more. */
  drop(passage: number): void
}

export interface ReadingLists {
  readonly kernel: Kernel
  readonly coding: Coding
  readonly probe: Probe
}

/** Many, so that one call of the kernel is for many codes; few, so that what was found soon spares work. */
const listsAtOnce = 32
/** One bit a component leaves so much of what a row is away from its list's middle unknown. */
const unknown = 0.755

export function createSearchedLists(
  db: ReadDb,
  { id, generation }: VectorSpace,
  { kernel, coding, probe }: ReadingLists,
): SearchedLists {
  const scanner = createListScanner(kernel, coding)
  const centroids = readCentroids(db, kernel, { space: id, generation, coding })
  const cache = createListCache(kernel, { shape: shapeOf(coding), bytes: indexLimits.cacheBytes })
  const ghosts = new Set<number>()
  let changes = -1

  function nearList(list: number): NearList {
    const product = centroids.product(probe, list)
    const square = centroids.squaredLength(list)
    const reach = Math.sqrt(Math.max(0, 1 - square) * Math.max(0, 1 - 2 * product + square))
    return { ...cache.list(db, firstList(id, generation) + list), product, reach }
  }

  return {
    follow({ list_changes }) {
      if (list_changes === changes) return
      const changed = db.prepare<[number, number, number], number>(
        'SELECT list FROM vector_lists WHERE list BETWEEN ? AND ? AND changed > ?',
      )
      for (const list of changed.pluck().all(...listsOf(id, generation), changes)) cache.forget(list)
      // A number that came again may be in a list now.
      ghosts.clear()
      changes = list_changes
    },
    collect({ space: { probes }, allowed, top, limit }) {
      scanner.ask(probe)
      const error = unknown / Math.sqrt(coding.padded)
      const search = { allowed, ghosts, top, lead: createTopScores(limit), error, doubt: indexLimits.doubt * error }
      const near = centroids.nearest(probe, allowed ? centroids.count : probes)
      const fewest = probes * (allowed ? indexLimits.filteredProbes : 1)
      // What the nearest hold sets the bar for the others, so few are looked at first.
      let [met, from, count] = [0, 0, 1]
      while (from < near.length && (from < fewest || met < indexLimits.allowedSeen)) {
        met += scanner.scan(Array.from(near.subarray(from, from + count), nearList), search)
        from += count
        count = Math.min(2 * count, listsAtOnce)
      }
    },
    drop: (passage) => void ghosts.add(passage),
  }
}
