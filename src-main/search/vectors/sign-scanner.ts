import type { Centroids } from './centroids.ts'
import { blockBytes, blockEntries, idIndex } from './code-blocks.ts'
import { type BlockHit, createCodeReader } from './code-reader.ts'
import type { Coding } from './coding.ts'
import type { Kernel } from './kernel.ts'
import type { CachedList } from './list-cache.ts'
import { mostParts, partsOf } from './list-parts.ts'
import { isWanted, type ListScanner, type ListSearch, type NearList } from './list-scanner.ts'
import { doubtOf, signError } from './sign-error.ts'

export function createSignScanner(kernel: Kernel, { signs, padded }: Coding, centroids: Centroids): ListScanner {
  const reader = createCodeReader(kernel, signs, mostParts)
  const { groups } = signs
  const bytes = blockBytes(groups)
  const doubt = doubtOf(signError(padded))

  /** The doubt is in these estimates already. */
  function take({ codes, first }: NearList, { block, estimates }: BlockHit, search: ListSearch): void {
    const { f32, u32 } = kernel.views()
    const ids = idIndex((codes.parts[0] ?? 0) + (first + block) * bytes, groups, 0)
    for (let n = 0; n < blockEntries; n++) {
      const estimate = f32[estimates + n] ?? 0
      if (estimate <= search.top.floor()) continue
      const passage = u32[ids + n] ?? 0
      if (isWanted(passage, search)) search.top.add(estimate, passage)
    }
  }

  function scanParts(parts: readonly NearList[], search: ListSearch): void {
    for (const { list, codes, first, blocks } of parts) {
      const base = centroids.product(list) + doubt * centroids.reach(list)
      reader.add({ blocks: (codes.parts[0] ?? 0) + first * bytes, count: blocks, base })
    }
    const found = reader.scan(search.top.floor())
    for (let n = 0; n < found; n++) {
      const hit = reader.hit(n)
      const part = parts[hit.piece]
      if (part) take(part, hit, search)
    }
  }

  return {
    ask: ({ turned }) => reader.ask(turned.floats),
    scan(lists, search) {
      for (const parts of partsOf(lists)) scanParts(parts, search)
    },
    /** Places nobody took number passage 0, which there is none of. */
    countAllowed({ parts: [blocks = 0], blocks: count }: CachedList, allowed) {
      const memory = kernel.views().u32
      let sum = 0
      for (let n = 0; n < count; n++) {
        const ids = idIndex(blocks + n * bytes, groups, 0)
        for (let place = 0; place < blockEntries; place++) if (allowed.has(memory[ids + place] ?? 0)) sum += 1
      }
      return sum
    },
  }
}
