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
  const cache = createListCache(kernel, { first, shape, parts: shape.kind === 'drafts' ? 4 : 1, bytes: indexLimits.cacheBytes })
  const scanner = drafts
    ? createDraftScanner(kernel, { coding, drafts, centroids })
    : createSignScanner(kernel, coding, centroids)
  const ghosts = new Set<number>()
  let changes = -1

  function nearList(list: number): NearList {
    const codes = cache.list(db, list)
    return { list, codes, first: 0, blocks: codes.blocks }
  }

  return {
    follow({ list_changes }) {
      if (list_changes === changes) return
      const changed = db.prepare<[number, number, number], number>(
        'SELECT list FROM vector_lists WHERE list BETWEEN ? AND ? AND changed > ?',
      )
      for (const list of changed.pluck().all(...listsOf(id, generation), changes)) cache.forget(list - first)
      // A number that came again may be in a list now.
      ghosts.clear()
      changes = list_changes
    },
    collect({ space: { probes }, allowed, top, limit }) {
      const near = centroids.nearest(probe, allowed ? centroids.count : probes)
      scanner.ask(probe)
      const search = { allowed, ghosts, top, lead: createTopScores(limit) }
      const fewest = probes * (allowed ? indexLimits.filteredProbes : 1)
      // What the nearest hold sets the bar for the others, so few are looked at first.
      let [met, from, count] = [0, 0, 1]
      while (from < near.length && (from < fewest || met < indexLimits.allowedSeen)) {
        const lists: NearList[] = []
        for (let n = from; n < Math.min(near.length, from + count); n++) lists.push(nearList(near[n] ?? 0))
        scanner.scan(lists, search)
        if (allowed) met += sum(lists.map((list) => scanner.countAllowed(list.codes, allowed)))
        from += count
        count = Math.min(2 * count, listsAtOnce)
      }
    },
    drop: (passage) => void ghosts.add(passage),
  }
}
