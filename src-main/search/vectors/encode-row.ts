import type { Middle } from './centroids.ts'
import { blockEntries, codeBytes, sketchBytes } from './code-blocks.ts'
import { leftBehind } from './code-book.ts'
import type { Coding, Drafts } from './coding.ts'
import type { Kernel } from './kernel.ts'
import type { Probe } from './probe.ts'

export interface EncodedPlace {
  readonly block: number
  readonly place: number
  readonly middle: Middle
  readonly passage: number
}

export type EncodeRow = (at: EncodedPlace, probe: Probe) => void

/** Writes what the probe was set to into a place of a block. */
export function createEncoder(kernel: Kernel, { signs, drafts }: Coding): EncodeRow {
  if (drafts) return createDraftEncoder(kernel, drafts, signs.width)
  return ({ block, place, middle, passage }, { turned }) =>
    kernel.encode(block, place, turned.floats, middle.turned, signs.width, signs.address, signs.groups, passage)
}

/**
 * Sketches are of what heads and tails leave. In the learned directions this is less than in all others while queries are more: so it counts twice there, and
 * what a query is there half, which misses less of their product.
 */
export const sketchedMore = 2

function createDraftEncoder(kernel: Kernel, { head, tail, width, take }: Drafts, padded: number): EncodeRow {
  if (tail === undefined) throw new Error('lists of a version before are made anew, not added to')
  const size = sketchBytes(padded, tail.groups)
  const [told, rest, nothing] = [kernel.reserve(width * 4), kernel.reserve(padded * 4), kernel.reserve(width * 4)]
  return ({ block, place, middle, passage }, { turned, drafted }) => {
    if (drafted === undefined || middle.drafted === undefined) return
    const tails = block + codeBytes(head.groups)
    const passages = tails + codeBytes(tail.groups)
    kernel.encodeHead(block, place, drafted.floats, middle.drafted, width, head.address, head.groups)
    kernel.encodeHead(tails, place, leftBehind(head), nothing, width, tail.address, tail.groups)
    const { u32, f32 } = kernel.views()
    u32[passages / 4 + place] = passage
    const left = leftBehind(tail) / 4
    for (let n = 0; n < width; n++) f32[told / 4 + n] = (f32[drafted.floats / 4 + n] ?? 0) - sketchedMore * (f32[left + n] ?? 0)
    take(told, turned.floats, rest)
    kernel.encodeSketch(rest, padded, passages + 4 * blockEntries + place * size)
  }
}
