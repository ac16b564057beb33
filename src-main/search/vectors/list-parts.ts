import type { NearList } from './list-scanner.ts'

/** A long list is looked through in parts of so many blocks, so that what was found in one spares work in the next. */
const blocksPerPart = 128
/** Lists or parts looked through by one call of the kernel, at most. */
export const mostParts = 32

/** Lists as they are looked through: many short ones at once, of long ones first one part, then more and more of them. */
export function* partsOf(lists: readonly NearList[]): Generator<readonly NearList[]> {
  if (!lists.some(isLong) && lists.length <= mostParts) {
    yield lists
    return
  }
  const parts = lists.flatMap(cut)
  let [from, count] = [0, 1]
  while (from < parts.length) {
    yield parts.slice(from, from + count)
    from += count
    count = Math.min(2 * count, mostParts)
  }
}

const isLong = ({ blocks }: NearList): boolean => blocks > blocksPerPart

const cut = (list: NearList): NearList[] =>
  Array.from({ length: Math.ceil(list.blocks / blocksPerPart) }, (_, n) => {
    const first = n * blocksPerPart
    return { ...list, first, blocks: Math.min(blocksPerPart, list.blocks - first) }
  })
