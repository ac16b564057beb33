import type { Centroids } from './centroids.ts'
import { blockEntries } from './code-blocks.ts'
import type { Coding, Drafts } from './coding.ts'
import { createDraftReader } from './draft-reader.ts'
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
  const reader = createDraftReader(kernel, { coding, drafts, centroids, most: mostParts })
  const { error } = drafts.missed
  const doubt = doubtOf(error)

  function scanParts(parts: readonly NearList[], search: ListSearch): void {
    const { top, lead } = search
    const found = reader.look(parts, Math.max(lead.floor(), top.floor()))
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
