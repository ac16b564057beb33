import type { ReadDb } from '../../db/database.ts'
import { sum } from './code-blocks.ts'
import { type Coding, shapeOf } from './coding.ts'
import type { Collecting } from './collecting.ts'
import { createDraftScanner } from './draft-scanner.ts'
import type { Kernel } from './kernel.ts'
import { firstList, listsOf } from './keys.ts'
import { indexLimits } from './limits.ts'
import { createListCache } from './list-cache.ts'
import type { NearList } from './list-scanner.ts'
import type { Probe } from './probe.ts'
import { createSignScanner } from './sign-scanner.ts'
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

export function createSearchedLists(db: ReadDb, space: VectorSpace, { kernel, coding, probe }: ReadingLists): SearchedLists {
  const { id, generation } = space
  const centroids = readCentroids(db, kernel, { space: id, generation, coding })
  const { drafts } = coding
  const [shape, first] = [shapeOf(coding), firstList(id, generation)]
  const cache = createListCache(kernel, { first, shape, parts: shape.kind === 'drafts' ? 3 : 1, bytes: indexLimits.cacheBytes })
  const wholeProduct = (list: number): number => centroids.wholeProduct(probe, list)
  const scanner = drafts ? createDraftScanner(kernel, { coding, drafts, wholeProduct }) : createSignScanner(kernel, coding)
  const ghosts = new Set<number>()
  const slacks = new Float64Array(centroids.count)
  let changes = -1

  function nearList(list: number): NearList {
    const codes = cache.list(db, list)
    const [product, reach, slack] = [centroids.product(list), centroids.reach(list), slacks[list] ?? 0]
    return { list, codes, first: 0, blocks: codes.blocks, product, reach, slack }
  }

  return {
    follow({ list_changes }) {
      if (list_changes === changes) return
      const changed = db.prepare<[number, number, number], { list: number; slack: number }>(
        'SELECT list, slack FROM vector_lists WHERE list BETWEEN ? AND ? AND changed > ?',
      )
      for (const { list, slack } of changed.all(...listsOf(id, generation), changes)) {
        cache.forget(list - first)
        slacks[list - first] = slack
      }
      // A number that came again may be in a list now.
      ghosts.clear()
      changes = list_changes
    },
    collect({ space: { probes }, allowed, top, limit }) {
      scanner.ask(probe)
      const search = { allowed, ghosts, top, lead: createTopScores(limit) }
      const near = centroids.nearest(probe, allowed ? centroids.count : probes)
      const fewest = probes * (allowed ? indexLimits.filteredProbes : 1)
      // What the nearest hold sets the bar for the others, so few are looked at first.
      let [met, from, count] = [0, 0, 1]
      while (from < near.length && (from < fewest || met < indexLimits.allowedSeen)) {
        const lists = Array.from(near.subarray(from, from + count), nearList)
        scanner.scan(lists, search)
        if (allowed) met += sum(lists.map((list) => scanner.countAllowed(list.codes, allowed)))
        from += count
        count = Math.min(2 * count, listsAtOnce)
      }
    },
    drop: (passage) => void ghosts.add(passage),
  }
}
