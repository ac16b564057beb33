import type { ReadDb } from '../../db/database.ts'
import { sum } from './code-blocks.ts'
import { type Coding, type Drafts, shapeOf } from './coding.ts'
import type { Collecting } from './collecting.ts'
import { createDraftScanner } from './draft-scanner.ts'
import type { Kernel } from './kernel.ts'
import { firstList, listsOf } from './keys.ts'
import { indexLimits, placeOf } from './limits.ts'
import { createListCache } from './list-cache.ts'
import { type Allowance, type NearList, nothingMore } from './list-scanner.ts'
import type { Probe } from './probe.ts'
import { createSignScanner } from './sign-scanner.ts'
import type { VectorSpace } from './spaces.ts'
import { readCentroids } from './stored-centroids.ts'
import type { StrangeSlacks } from './strangeness.ts'
import { createTopScores } from './top-scores.ts'
import { isOwnList, type Share } from './vector-query.ts'

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
  /** Threads that share the memory for codes. */
  readonly threads: number
}

/** Many, so that one call of the kernel is for many codes; few, so that what was found soon spares work. */
const listsAtOnce = 32
const everything = 1e9

export function createSearchedLists(
  db: ReadDb,
  space: VectorSpace,
  { kernel, coding, probe, threads }: ReadingLists,
): SearchedLists {
  const { id, generation } = space
  const centroids = readCentroids(db, kernel, { space: id, generation, coding })
  const { drafts } = coding
  const [shape, first] = [shapeOf(coding), firstList(id, generation)]
  const bytes = indexLimits.cacheBytes[placeOf(space.trained_size)] / threads
  const cache = createListCache(kernel, { first, shape, parts: shape.kind === 'drafts' ? 4 : 1, bytes, together: listsAtOnce })
  const scanner = drafts
    ? createDraftScanner(kernel, { coding, drafts, centroids })
    : createSignScanner(kernel, coding, centroids)
  const ghosts = new Set<number>()
  const strange = new Map<number, Allowance>()
  let changes = -1

  function nearList(list: number, isNearest: boolean): NearList {
    const codes = cache.list(db, list)
    const allowance = strange.get(list) ?? nothingMore
    // The query may be a row of this list, word for word, and is to find it: no head rules it out, however long the list is.
    return { list, codes, first: 0, blocks: codes.blocks, allowance: isNearest ? { ...allowance, slack: everything } : allowance }
  }

  return {
    follow({ list_changes }) {
      if (list_changes === changes) return
      const changed = db.prepare<[number, number, number], { list: number; slack: number; tail_slack: number }>(
        'SELECT list, slack, tail_slack FROM vector_lists WHERE list BETWEEN ? AND ? AND changed > ?',
      )
      for (const { list, slack, tail_slack } of changed.all(...listsOf(id, generation), changes)) {
        cache.forget(list - first)
        if (slack > 0) strange.set(list - first, allowanceOf({ slack, tailSlack: tail_slack }, drafts))
      }
      // A number that came again may be in a list now.
      ghosts.clear()
      changes = list_changes
    },
    collect({ space: { probes, trained_size }, share, allowed, top, limit }) {
      cache.keepShare(share)
      const all = centroids.nearest(probe, allowed ? centroids.count : probes)
      const near = ownOf(all, share)
      scanner.ask(probe)
      const search = { allowed, ghosts, top, lead: createTopScores(limit) }
      const fewest = ownOf(all.subarray(0, probes * (allowed ? indexLimits.filteredProbes : 1)), share).length
      // What the nearest hold sets the bar for the others, so few are looked at first.
      let [met, from, count] = [0, 0, 1]
      while (from < near.length && (from < fewest || met < indexLimits.allowedSeen[placeOf(trained_size)] / share.of)) {
        const lists: NearList[] = []
        for (let n = from; n < Math.min(near.length, from + count); n++) lists.push(nearList(near[n] ?? 0, near[n] === all[0]))
        scanner.scan(lists, search)
        if (allowed) met += sum(lists.map((list) => scanner.countAllowed(list.codes, allowed)))
        from += count
        count = Math.min(2 * count, listsAtOnce)
      }
    },
    drop: (passage) => void ghosts.add(passage),
  }
}

const ownOf = (lists: Uint32Array, share: Share): Uint32Array =>
  share.of === 1 ? lists : lists.filter((list) => isOwnList(list, share))

/** What is left of a row is what its sketch has to tell: the more, the more it is off. */
function allowanceOf(slacks: StrangeSlacks, drafts: Drafts | undefined): Allowance {
  const usual = drafts?.missed.itself.byTail ?? Number.POSITIVE_INFINITY
  return { ...slacks, wider: Math.max(1, Math.sqrt(slacks.tailSlack / usual)) }
}
