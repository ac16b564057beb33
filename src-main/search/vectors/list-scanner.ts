import type { AllowedPassages } from './allowed-passages.ts'
import { blockBytes, blockEntries, idIndex } from './code-blocks.ts'
import { type BlockHit, createCodeReader } from './code-reader.ts'
import type { Coding } from './coding.ts'
import type { Kernel } from './kernel.ts'
import type { CachedList } from './list-cache.ts'
import { mostParts, partsOf } from './list-parts.ts'
import type { Probe } from './probe.ts'
import type { TopScores } from './top-scores.ts'

export interface ListScanner {
  /** Takes what the probe was set to. */
  ask(probe: Probe): void
  /** Estimates the entries of lists and adds the best; answers how many it met that are allowed. */
  scan(lists: readonly NearList[], search: ListSearch): number
}

export interface NearList extends CachedList {
  /** The query's product with the list's middle. */
  readonly product: number
  /** How far apart rows and the query may be beside the middle: the farther, the less an estimate tells. */
  readonly reach: number
}

export interface ListSearch {
  readonly allowed: AllowedPassages | undefined
  /** Passages whose row is known to be gone. */
  readonly ghosts: ReadonlySet<number>
  /** Those that may be the best: by the most they may be. */
  readonly top: TopScores
  /**
   * Those that are wanted: by their estimates, less what these are usually off, for the highest of many are too high. What cannot come up to them by its
   * draft is not looked at.
   */
  readonly lead: TopScores
  /** What an estimate by signs is usually off, and how far it may lie below the truth, for a reach of 1. */
  readonly error: number
  readonly doubt: number
}

export function createListScanner(kernel: Kernel, coding: Coding): ListScanner {
  const { signs, drafts } = coding
  const bySigns = createCodeReader(kernel, signs, mostParts)
  const byDrafts = drafts && createCodeReader(kernel, drafts.book, mostParts)
  const signBytes = blockBytes(signs.groups)
  const take = createTaking(kernel, signs.groups)

  function scanSigns(lists: readonly NearList[], search: ListSearch): void {
    const { top, doubt } = search
    for (const { signs: blocks, blocks: count, product, reach } of lists)
      bySigns.add({ blocks, count, base: product + doubt * reach })
    const found = bySigns.scan(top.floor())
    for (let n = 0; n < found; n++) {
      const hit = bySigns.hit(n)
      const list = lists[hit.piece]
      // The doubt is in these estimates already.
      if (list) take({ ...list, reach: 0 }, hit, search)
    }
  }

  /** What a draft does not rule out is estimated by its signs, with the fifteen beside it. */
  function scanDrafts(lists: readonly NearList[], search: ListSearch): void {
    if (drafts === undefined || byDrafts === undefined) return
    for (const { drafts: blocks, blocks: count, product, reach } of lists)
      byDrafts.add({ blocks, count, base: product + drafts.slack * reach })
    const found = byDrafts.scan(search.lead.floor())
    for (let n = 0; n < found; n++) {
      const { piece, block } = byDrafts.hit(n)
      const list = lists[piece]
      if (list === undefined) continue
      bySigns.add({ blocks: list.signs + block * signBytes, count: 1, base: list.product })
      if (bySigns.scan(search.top.floor() - search.doubt * list.reach) > 0)
        take(list, { block, estimates: bySigns.hit(0).estimates }, search)
    }
  }

  return {
    ask({ turned, drafted }) {
      bySigns.ask(turned.floats)
      if (drafted) byDrafts?.ask(drafted.floats)
    },
    scan(lists, search) {
      for (const parts of partsOf(lists, coding)) {
        if (drafts) scanDrafts(parts, search)
        else scanSigns(parts, search)
      }
      const { allowed } = search
      const countOf = (list: NearList): number =>
        allowed ? countAllowed(kernel.views().u32, list, { allowed, groups: signs.groups }) : list.blocks * blockEntries
      return lists.reduce((sum, list) => sum + countOf(list), 0)
    },
  }
}

/** Adds what is worth it of a block: what may be among the best. */
function createTaking(kernel: Kernel, groups: number) {
  return (list: NearList, { block, estimates }: Omit<BlockHit, 'piece'>, search: ListSearch): void => {
    const { allowed, ghosts, top, lead, doubt, error } = search
    const { f32, u32 } = kernel.views()
    const ids = idIndex(list.signs + block * blockBytes(groups), groups, 0)
    const more = doubt * list.reach
    for (let n = 0; n < blockEntries; n++) {
      const estimate = f32[estimates + n] ?? 0
      if (estimate + more <= top.floor()) continue
      const passage = u32[ids + n] ?? 0
      if ((allowed !== undefined && !allowed.has(passage)) || ghosts.has(passage)) continue
      top.add(estimate + more, passage)
      lead.add(estimate - error * list.reach, passage)
    }
  }
}

interface Counting {
  readonly allowed: AllowedPassages
  readonly groups: number
}

/** Places nobody took number passage 0, which there is none of. */
function countAllowed(memory: Uint32Array, { signs, blocks }: CachedList, { allowed, groups }: Counting): number {
  let count = 0
  for (let n = 0; n < blocks; n++) {
    const ids = idIndex(signs + n * blockBytes(groups), groups, 0)
    for (let place = 0; place < blockEntries; place++) if (allowed.has(memory[ids + place] ?? 0)) count += 1
  }
  return count
}
