import type { ReadDb } from '../../db/database.ts'
import type { AllowedPassages } from './allowed-passages.ts'
import type { NearList } from './centroids.ts'
import { blockBytes, blockEntries, idIndex } from './code-blocks.ts'
import { createKernel } from './kernel.ts'
import { firstList, listsOf } from './keys.ts'
import { indexLimits } from './limits.ts'
import { blocksPerSlab, createListCache } from './list-cache.ts'
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

type Filtering = { readonly allowed: AllowedPassages; readonly top: TopScores }

export function createSpaceReader(db: ReadDb, { id, generation, dimension }: VectorSpace): SpaceReader {
  const kernel = createKernel()
  const probe = createProbe(kernel, dimension)
  const { padded } = probe
  const loose = createLooseRows(kernel, padded)
  const row = kernel.reserve(padded)
  const estimates = { at: 0, blocks: 0 }
  const centroids = generation === 0 ? undefined : readCentroids(db, kernel, { space: id, generation, padded })
  const cache = createListCache(kernel, { padded, bytes: indexLimits.cacheBytes })
  let changes = -1

  function estimatesFor(blocks: number): number {
    if (blocks > estimates.blocks) {
      estimates.blocks = blocks * 2
      estimates.at = kernel.reserve(estimates.blocks * blockEntries * 4)
    }
    return estimates.at
  }

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

  /** Answers how many entries it met that are allowed. */
  function scanList(near: NearList, { allowed, top }: Collecting): number {
    const { slabs, blocks } = cache.list(db, firstList(id, generation) + near.list)
    const base = near.product + doubt(near)
    const estimates = estimatesFor(blocks)
    for (const [n, slab] of slabs.entries()) {
      const first = n * blocksPerSlab
      probe.scan(slab, Math.min(blocksPerSlab, blocks - first), base, estimates + first * blockEntries * 4)
    }
    if (allowed) return takeAllowed(slabs, blocks, { allowed, top })
    takeBest(slabs, blocks, top)
    return blocks * blockEntries
  }

  function takeBest(slabs: readonly number[], blocks: number, top: TopScores): void {
    const { f32, u32 } = kernel.views()
    const from = estimatesFor(blocks) / 4
    let floor = top.floor()
    for (let n = 0; n < blocks * blockEntries; n++) {
      const score = f32[from + n] ?? 0
      if (score <= floor) continue
      top.add(score, u32[idOf(slabs, n)] ?? 0)
      floor = top.floor()
    }
  }

  function takeAllowed(slabs: readonly number[], blocks: number, { allowed, top }: Filtering): number {
    const { f32, u32 } = kernel.views()
    const from = estimatesFor(blocks) / 4
    let met = 0
    for (let n = 0; n < blocks * blockEntries; n++) {
      const passage = u32[idOf(slabs, n)] ?? 0
      if (!allowed.has(passage)) continue
      met += 1
      const score = f32[from + n] ?? 0
      if (score > top.floor()) top.add(score, passage)
    }
    return met
  }

  function idOf(slabs: readonly number[], n: number): number {
    const block = Math.floor(n / blockEntries)
    const slab = slabs[Math.floor(block / blocksPerSlab)] ?? 0
    return idIndex(slab + (block % blocksPerSlab) * blockBytes(padded), padded, n % blockEntries)
  }

  function collectFromLists(search: Collecting): void {
    if (centroids === undefined) return
    const { probes } = search.space
    const near = centroids.nearest(probe, search.allowed ? centroids.count : probes)
    let met = 0
    for (const [n, list] of near.entries()) {
      if (n >= probes && met >= indexLimits.allowedSeen) return
      met += scanList(list, search)
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
