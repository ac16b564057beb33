import type { Middle } from './centroids.ts'
import { blockEntries, codeBytes, sketchBytes } from './code-blocks.ts'
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

function createDraftEncoder(kernel: Kernel, { head, width }: Drafts, padded: number): EncodeRow {
  const size = sketchBytes(padded)
  return ({ block, place, middle, passage }, { turned, drafted }) => {
    if (drafted === undefined || middle.drafted === undefined) return
    const passages = block + codeBytes(head.groups)
    kernel.encodeHead(block, place, drafted.floats, middle.drafted, width, head.address, head.groups)
    kernel.views().u32[passages / 4 + place] = passage
    kernel.encodeSketch(turned.floats, middle.turned, padded, passages + 4 * blockEntries + place * size)
  }
}
