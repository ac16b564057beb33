import type { Centroids } from './centroids.ts'
import { reserveBlocks } from './code-blocks.ts'
import { type Coding, shapeOf } from './coding.ts'
import { createDraftReader } from './draft-reader.ts'
import { createEncoder } from './encode-row.ts'
import type { Kernel } from './kernel.ts'
import type { Probe } from './probe.ts'

/** How far the head of one row lies below its product with a query. */
export interface HeadMeasure {
  /** Takes the row that the probe is set to, and the list it is in. */
  take(list: number): void
  /** For the query whose nearest list was asked for last, at a distance of 1 from the middle as the row. */
  missedBy(product: number): number
  /** For the row itself. One that is hardly away from the middle misses little, whatever share of it that is. */
  missedItself(): number
}

export interface Measuring {
  readonly coding: Coding
  readonly centroids: Centroids
  readonly probe: Probe
}

const everything = -1e20

export function createHeadMeasure(kernel: Kernel, { coding, centroids, probe }: Measuring): HeadMeasure {
  const encode = createEncoder(kernel, coding)
  const { padded, drafts, signs } = coding
  const reader = createDraftReader(kernel, { padded, head: drafts?.head ?? signs }, 1)
  const heads = reserveBlocks(kernel, 1, shapeOf(coding))
  let own = 0
  function missed(product: number, leastReach: number): number {
    reader.ask(probe)
    reader.sift([{ heads, passages: 0, sketches: 0, count: 1, least: everything }])
    const head = centroids.product(own) + reader.head(reader.block(0), 0)
    return (product - head) / Math.max(leastReach, centroids.reach(own))
  }

  return {
    take(list) {
      own = list
      encode({ block: heads, place: 0, middle: centroids.unpacked(list), passage: 1 }, probe)
    },
    missedBy: (product) => missed(product, 0.01),
    missedItself: () => missed(1, 0.25),
  }
}
