import { blockBytes, blockEntries, blocksFor, productIndex, reserveBlocks } from './code-blocks.ts'
import type { Kernel } from './kernel.ts'
import type { Probe } from './probe.ts'
import { createTopScores } from './top-scores.ts'

/** The middles of the lists, rotated, eight bits a component. */
export interface Centroids {
  readonly count: number
  set(list: number, row: Int8Array, scale: number): void
  /** The lists whose middle is nearest to the probe, nearest first. */
  nearest(probe: Probe, count: number): NearList[]
  /** The nearest alone. */
  home(probe: Probe): number
  /** As f32, to encode against: overwritten by the next call. */
  unpacked(list: number): number
  squaredLength(list: number): number
}

export interface NearList {
  readonly list: number
  /** Product of the probe and the middle. */
  readonly product: number
}

/** Candidates by their codes that are compared exactly for every one that is wanted. */
const depth = { nearest: 2, home: 8 }
const least = 16

export function createCentroids(kernel: Kernel, count: number, padded: number): Centroids {
  const rows = kernel.reserve(count * padded)
  const codes = reserveBlocks(kernel, count, padded)
  const [middle, zero] = [kernel.reserve(padded * 4), kernel.reserve(padded * 4)]
  const estimates = kernel.reserve(blocksFor(count) * blockEntries * 4)
  const scales = new Float32Array(count)
  const squares = new Float32Array(count)
  const homes = createTopScores(Math.min(depth.home, count))

  function unpacked(list: number): number {
    kernel.unpack(rows + list * padded, scales[list] ?? 0, middle, padded)
    return middle
  }

  /** Near is a small distance: the product with the probe less half the middle's own square. */
  function byEstimate(probe: Probe, top: ReturnType<typeof createTopScores>): NearList[] {
    probe.scan({ blocks: codes, count: blocksFor(count), base: 0, out: estimates })
    const { f32 } = kernel.views()
    const from = estimates / 4
    for (let list = 0; list < count; list++) {
      const score = f32[from + list] ?? 0
      if (score > top.floor()) top.add(score, list)
    }
    return top
      .sorted()
      .map(({ owner: list }) => ({ list, product: probe.centroidProduct(rows + list * padded, scales[list] ?? 0) }))
      .sort((a, b) => b.product - a.product - ((squares[b.list] ?? 0) - (squares[a.list] ?? 0)) / 2)
  }

  return {
    count,
    unpacked,
    squaredLength: (list) => squares[list] ?? 0,
    set(list, row, scale) {
      const { i8, f32 } = kernel.views()
      i8.set(row, rows + list * padded)
      scales[list] = scale
      const at = unpacked(list) / 4
      let square = 0
      for (let n = at; n < at + padded; n++) square += (f32[n] ?? 0) ** 2
      squares[list] = square
      const block = codes + Math.floor(list / blockEntries) * blockBytes(padded)
      kernel.encode(block, list % blockEntries, middle, zero, padded, list)
      f32[productIndex(block, padded, list % blockEntries)] = -square / 2
    },
    nearest(probe, wanted) {
      if (count === 1) return byEstimate(probe, createTopScores(1))
      return byEstimate(probe, createTopScores(Math.min(count, wanted * depth.nearest + least))).slice(0, wanted)
    },
    home(probe) {
      homes.clear()
      return byEstimate(probe, homes)[0]?.list ?? 0
    },
  }
}
