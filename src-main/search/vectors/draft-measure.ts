import type { Centroids } from './centroids.ts'
import { partBytes, reserveBlocks } from './code-blocks.ts'
import { type Coding, shapeOf } from './coding.ts'
import { createDraftReader } from './draft-reader.ts'
import { createEncoder } from './encode-row.ts'
import type { Kernel } from './kernel.ts'
import { nothingMore } from './list-scanner.ts'
import type { Probe } from './probe.ts'

/** How far what is told of one row lies below its product with a query. */
export interface DraftMeasure {
  /** Takes the row that the probe is set to, and the list it is in. */
  take(list: number): void
  /** For the query whose nearest list was asked for last, at a distance of 1 from the middle as the row. */
  missedOf(product: number): Measured
  /** For the row itself. One that is hardly away from the middle misses little, whatever share of it that is. */
  missedOfItself(): Measured
}

export interface Measured {
  readonly byHead: number
  readonly byTail: number
  readonly bySketch: number
}

export interface Measuring {
  readonly coding: Coding
  readonly centroids: Centroids
  readonly probe: Probe
}

const everything = -1e20

export function createDraftMeasure(kernel: Kernel, { coding, centroids, probe }: Measuring): DraftMeasure {
  const encode = createEncoder(kernel, coding)
  const { drafts } = coding
  const reader = drafts && createDraftReader(kernel, { coding, drafts, centroids, most: 1 })
  const [headBytes = 0, tailBytes = 0, passageBytes = 0] = partBytes(shapeOf(coding))
  const heads = reserveBlocks(kernel, 1, shapeOf(coding))
  const tails = heads + headBytes
  const codes = { parts: [heads, tails, tails + tailBytes, tails + tailBytes + passageBytes], blocks: 1 }
  let own = 0

  function missed(product: number, leastReach: number): Measured {
    reader?.ask(probe)
    reader?.look([{ list: own, codes, first: 0, blocks: 1, allowance: nothingMore }], everything)
    const reach = Math.max(leastReach, centroids.reach(own))
    const left = product - centroids.product(own) - (reader?.head(heads, 0) ?? 0)
    return {
      byHead: left / reach,
      byTail: (left - (reader?.tail(tails, 0) ?? 0)) / reach,
      bySketch: (product - (reader?.row(0).product ?? 0)) / reach,
    }
  }

  return {
    take(list) {
      own = list
      encode({ block: heads, place: 0, middle: centroids.unpacked(list), passage: 1 }, probe)
    },
    missedOf: (product) => missed(product, 0.01),
    missedOfItself: () => missed(1, 0.25),
  }
}
