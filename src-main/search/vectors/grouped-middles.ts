import { type Centroids, packed } from './centroids.ts'
import type { Kernel } from './kernel.ts'
import { createMeans } from './means.ts'
import { createMiddles, type Middles } from './middles.ts'
import type { Probe } from './probe.ts'
import { putInOrder } from './put-in-order.ts'

interface Group {
  readonly lists: readonly number[]
  readonly middles: Middles
}

/** Middles that are looked through whole for each row of a build: fewer are as quick. */
export const leastToGroup = 1024

const rounds = 5
/** Of the groups, of which there are four times as many as of middles in one, these are looked at: the nearest have more middles than most. */
const shareLookedAt = 1 / 12
const largestCode = 2047

/**
 * The nearest list of a row for a build, which asks for millions: by the groups of middles that are nearest, a third of the work. Where learned directions
 * tell near from far it is not needed. A row whose nearest middle is in a group further away, one in ten, comes into the next list or the one after; how
 * many lists a search looks at is measured with such rows among the others.
 */
export function createGroupedHome(kernel: Kernel, centroids: Centroids, width: number): (probe: Probe) => number {
  const count = Math.round(2 * Math.sqrt(centroids.count))
  const heads = createMiddles(kernel, count, width)
  const groups = groupsOf(kernel, centroids, { heads, count, width })
  const looked = Math.ceil(count * shareLookedAt)
  return ({ turned }) => {
    heads.nearest(turned)
    let [nearest, home] = [Number.NEGATIVE_INFINITY, 0]
    for (const group of putInOrder(heads.nearness()).subarray(0, looked)) {
      const { lists = [], middles } = groups[group] ?? {}
      if (middles === undefined) continue
      const place = middles.nearest(turned)
      const near = middles.nearness()[place] ?? Number.NEGATIVE_INFINITY
      if (near > nearest) [nearest, home] = [near, lists[place] ?? 0]
    }
    return home
  }
}

interface Grouping {
  readonly heads: Middles
  readonly count: number
  readonly width: number
}

/** By k-means over the middles themselves. */
function groupsOf(kernel: Kernel, centroids: Centroids, { heads, count, width }: Grouping): (Group | undefined)[] {
  const codes = kernel.reserve(width * 2)
  const means = createMeans(kernel, count, width)
  const valuesOf = (list: number): Float32Array => {
    const at = centroids.unpacked(list).turned / 4
    return kernel.views().f32.subarray(at, at + width)
  }
  for (let group = 0; group < count; group++) heads.set(group, ...packed(valuesOf(Math.floor((group * centroids.count) / count))))
  let members: number[][] = []
  for (let round = 0; round < rounds; round++) {
    members = Array.from({ length: count }, () => [])
    for (let list = 0; list < centroids.count; list++) {
      const floats = centroids.unpacked(list).turned
      const step = kernel.code(floats, width, largestCode, codes)
      const group = heads.nearest({ codes, step: () => step })
      members[group]?.push(list)
      means.add(group, { floats })
    }
    for (let group = 0; group < count; group++) if (means.count(group) > 0) heads.set(group, ...packed(means.mean(group)))
    means.clear()
  }
  return members.map((lists) => {
    if (lists.length === 0) return undefined
    const middles = createMiddles(kernel, lists.length, width)
    for (const [place, list] of lists.entries()) middles.set(place, ...packed(valuesOf(list)))
    return { lists, middles }
  })
}
