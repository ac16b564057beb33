import { blockEntries, partBytes } from './code-blocks.ts'
import { type Coding, type Drafts, shapeOf } from './coding.ts'
import { createDraftReader, type DraftPiece } from './draft-reader.ts'
import type { Kernel } from './kernel.ts'
import { mostParts, partsOf } from './list-parts.ts'
import { isWanted, type ListScanner, type ListSearch, type NearList } from './list-scanner.ts'
import { signDoubt, signError } from './sign-error.ts'

export interface DraftScanning {
  readonly coding: Coding
  readonly drafts: Drafts
  /** The query's product with the middle of a list, by all components. */
  readonly wholeProduct: (list: number) => number
}

/** The heads of all entries are looked at; the sketches of those that they do not rule out. */
export function createDraftScanner(kernel: Kernel, { coding, drafts, wholeProduct }: DraftScanning): ListScanner {
  const { padded } = coding
  const reader = createDraftReader(kernel, { padded, head: drafts.head }, mostParts)
  const [headBytes = 0, passageBytes = 0, sketchBytes = 0] = partBytes(shapeOf(coding))
  const [error, doubt] = [signError(padded), signDoubt(padded)]
  const products = new Float64Array(mostParts)

  function piece({ codes: { parts }, first, blocks, product, reach, slack }: NearList, floor: number): DraftPiece {
    return {
      heads: (parts[0] ?? 0) + first * headBytes,
      passages: (parts[1] ?? 0) + first * passageBytes,
      sketches: (parts[2] ?? 0) + first * sketchBytes,
      count: blocks,
      least: floor - product - Math.max(drafts.slack, slack) * reach,
    }
  }

  /** Only now, and only for lists of which something is left, it is worth its while to look at all components of the middle. */
  function setBars(parts: readonly NearList[], found: number, floor: number): void {
    for (let n = 0, last = -1; n < found; n++) {
      const { piece } = reader.block(n)
      const part = parts[piece]
      if (piece === last || part === undefined) continue
      last = piece
      const product = wholeProduct(part.list)
      products[piece] = product
      reader.setBar(piece, floor - product - doubt * part.reach)
    }
  }

  function scanParts(parts: readonly NearList[], search: ListSearch): void {
    const { top, lead } = search
    const floor = Math.max(lead.floor(), top.floor())
    const found = reader.sift(parts.map((part) => piece(part, floor)))
    setBars(parts, found, floor)
    const weighed = reader.weigh()
    for (let n = 0; n < weighed; n++) {
      const { piece, passage, estimate } = reader.sketch(n)
      const product = estimate + (products[piece] ?? 0)
      const reach = parts[piece]?.reach ?? 0
      if (product + doubt * reach <= top.floor() || !isWanted(passage, search)) continue
      top.add(product + doubt * reach, passage)
      lead.add(product - error * reach, passage)
    }
  }

  return {
    ask: reader.ask,
    scan(lists, search) {
      for (const parts of partsOf(lists)) scanParts(parts, search)
    },
    countAllowed({ parts: [, passages = 0], blocks }, allowed) {
      const { u32 } = kernel.views()
      let sum = 0
      for (let n = 0; n < blocks * blockEntries; n++) if (allowed.has(u32[passages / 4 + n] ?? 0)) sum += 1
      return sum
    },
  }
}
