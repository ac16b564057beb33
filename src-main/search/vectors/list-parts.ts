import { blockBytes } from './code-blocks.ts'
import type { Coding } from './coding.ts'
import type { CachedList } from './list-cache.ts'

/** A long list is looked through in parts of so many blocks, so that what was found in one spares work in the next. */
const blocksPerPart = 128
/** Parts looked through by one call of the kernel, at most. */
export const mostParts = 32

/** Lists as they are looked through: many short ones at once, of long ones first one part, then more and more of them. */
export function* partsOf<List extends CachedList>(lists: readonly List[], coding: Coding): Generator<List[]> {
  const parts = lists.flatMap((list) => cut(list, coding))
  let [from, count] = [0, parts.length > lists.length ? 1 : mostParts]
  while (from < parts.length) {
    yield parts.slice(from, from + count)
    from += count
    count = Math.min(2 * count, mostParts)
  }
}

function cut<List extends CachedList>(list: List, { signs, drafts }: Coding): List[] {
  if (list.blocks <= blocksPerPart) return [list]
  const [signBytes, draftBytes] = [blockBytes(signs.groups), drafts ? blockBytes(drafts.book.groups) : 0]
  return Array.from({ length: Math.ceil(list.blocks / blocksPerPart) }, (_, n) => {
    const first = n * blocksPerPart
    const at = { drafts: list.drafts + first * draftBytes, signs: list.signs + first * signBytes }
    return { ...list, ...at, blocks: Math.min(blocksPerPart, list.blocks - first) }
  })
}
