import type { AllowedPassages } from './allowed-passages.ts'
import { blockBytes, blockEntries, idIndex } from './code-blocks.ts'
import type { Kernel } from './kernel.ts'
import { blocksPerSlab, type CachedList } from './list-cache.ts'
import type { Probe } from './probe.ts'
import type { TopScores } from './top-scores.ts'

export interface Scan {
  readonly allowed: AllowedPassages | undefined
  readonly top: TopScores
  /** Added to every estimate. */
  readonly base: number
}

/** Estimates every entry of a list and adds the best; answers how many entries it met that are allowed. */
export type ScanList = (list: CachedList, scan: Scan) => number

interface Filtering {
  readonly allowed: AllowedPassages
  readonly top: TopScores
}

export function createListScanner(kernel: Kernel, probe: Probe): ScanList {
  const { padded } = probe
  const estimates = { at: 0, blocks: 0 }

  function estimatesFor(blocks: number): number {
    if (blocks > estimates.blocks) {
      estimates.blocks = blocks * 2
      estimates.at = kernel.reserve(estimates.blocks * blockEntries * 4)
    }
    return estimates.at
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

  return ({ slabs, blocks }, { allowed, top, base }) => {
    const out = estimatesFor(blocks)
    for (const [n, slab] of slabs.entries()) {
      const first = n * blocksPerSlab
      const count = Math.min(blocksPerSlab, blocks - first)
      probe.scan({ blocks: slab, count, base, out: out + first * blockEntries * 4 })
    }
    if (allowed) return takeAllowed(slabs, blocks, { allowed, top })
    takeBest(slabs, blocks, top)
    return blocks * blockEntries
  }
}
