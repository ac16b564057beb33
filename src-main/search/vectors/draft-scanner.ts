import type { Centroids } from './centroids.ts'
import { blockEntries, partBytes } from './code-blocks.ts'
import { type Coding, type Drafts, shapeOf } from './coding.ts'
import { createDraftReader, type DraftPiece } from './draft-reader.ts'
import type { Kernel } from './kernel.ts'
import { mostParts, partsOf } from './list-parts.ts'
import { isWanted, type ListScanner, type ListSearch, type NearList } from './list-scanner.ts'
import { doubtOf } from './sign-error.ts'

interface DraftScanning {
  readonly coding: Coding
  readonly drafts: Drafts
  readonly centroids: Centroids
}

/** The heads of all entries are looked at; the sketches of those that they do not rule out. */
export function createDraftScanner(kernel: Kernel, { coding, drafts, centroids }: DraftScanning): ListScanner {
  const reader = createDraftReader(kernel, { coding, drafts, centroids, mostPieces: mostParts })
  const [headBytes = 0, tailBytes = 0, passageBytes = 0, sketchBytes = 0] = partBytes(shapeOf(coding))
  const { error } = drafts.missed
  const doubt = doubtOf(error)

  const pieceOf = ({ list, codes: { parts }, first, blocks }: NearList): DraftPiece => ({
    ...{ list, blocks },
    heads: (parts[0] ?? 0) + first * headBytes,
    tails: (parts[1] ?? 0) + first * tailBytes,
    passages: (parts[2] ?? 0) + first * passageBytes,
    sketches: (parts[3] ?? 0) + first * sketchBytes,
  })

  function scanParts(parts: readonly NearList[], search: ListSearch): void {
    const { top, lead } = search
    const found = reader.look(parts.map(pieceOf), Math.max(lead.floor(), top.floor()))
    for (let n = 0; n < found; n++) {
      const { passage, product, reach } = reader.row(n)
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
    countAllowed({ parts: [, , passages = 0], blocks }, allowed) {
      const { u32 } = kernel.views()
      let sum = 0
      for (let n = 0; n < blocks * blockEntries; n++) if (allowed.has(u32[passages / 4 + n] ?? 0)) sum += 1
      return sum
    },
  }
}
