import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Centroids } from './centroids.ts'
import { partBytes, reserveBlocks } from './code-blocks.ts'
import { createCoding, type Description, type Missed, shapeOf } from './coding.ts'
import type { Directions } from './directions.ts'
import { createDraftReader } from './draft-reader.ts'
import { createEncoder } from './encode-row.ts'
import type { Kernel } from './kernel.ts'
import { indexLimits } from './limits.ts'
import type { Probe } from './probe.ts'
import type { VectorSpace } from './spaces.ts'
import { createTopScores } from './top-scores.ts'
import type { TrainingSample } from './training-sample.ts'

export interface Describing {
  readonly kernel: Kernel
  readonly probe: Probe
  readonly sample: TrainingSample
  readonly space: VectorSpace
  readonly centroids: Centroids
  readonly directions: Directions
}

/** Rows that are asked for their neighbours, and those looked for. */
const asked = 200
const neighbours = 5
const everything = -1e20

/** Some rows are asked for their nearest of the sample: how far what is told of these lies below their products. */
export async function missedBy(
  describing: Describing,
  spread: Omit<Description, 'missed'>,
  signal: AbortSignal,
): Promise<Missed> {
  const { probe, sample } = describing
  const measure = createMeasure(describing, spread)
  const measured: Measured[] = []
  for (let n = 0; n < Math.min(asked, sample.count); n++) {
    await nextTurn(undefined, { signal })
    sample.take(n, probe)
    for (const { owner, score } of nearestOf(n, sample, probe)) measured.push(measure(owner, n, score))
  }
  const squares = measured.reduce((sum, { bySketch }) => sum + bySketch ** 2, 0)
  return {
    slack: shareOf(
      measured.map(({ byHead }) => byHead),
      indexLimits.headedShare,
    ),
    tailSlack: shareOf(
      measured.map(({ byTail }) => byTail),
      indexLimits.tailedShare,
    ),
    error: Math.sqrt(squares / (measured.length || 1)),
  }
}

/** What so many of them are below. */
function shareOf(missed: readonly number[], share: number): number {
  return Math.max(0, missed.toSorted((a, b) => a - b)[Math.floor(missed.length * share)] ?? 0)
}

function nearestOf(n: number, sample: TrainingSample, probe: Probe): { score: number; owner: number }[] {
  const top = createTopScores(neighbours)
  for (let other = 0; other < sample.count; other++) {
    // A row can be drawn twice: it is no neighbour of itself.
    const product = sample.product(other, probe)
    if (other !== n && product < 0.999) top.add(product, other)
  }
  return top.sorted()
}

/** How far a row lies below its product with another, for a row and a query at a distance of 1 from the middle. */
interface Measured {
  readonly byHead: number
  readonly byTail: number
  readonly bySketch: number
}

function createMeasure({ kernel, probe, sample, space, centroids }: Describing, spread: Omit<Description, 'missed'>) {
  const coding = createCoding(kernel, space.dimension, { ...spread, missed: { slack: 0, tailSlack: 0, error: 0 } })
  const encode = createEncoder(kernel, coding)
  const { drafts } = coding
  const reader = drafts && createDraftReader(kernel, { coding, drafts, centroids, most: 1 })
  const [headBytes = 0, tailBytes = 0, passageBytes = 0] = partBytes(shapeOf(coding))
  const heads = reserveBlocks(kernel, 1, shapeOf(coding))
  const tails = heads + headBytes
  const parts = [heads, tails, tails + tailBytes, tails + tailBytes + passageBytes]
  return (row: number, query: number, product: number): Measured => {
    sample.take(row, probe)
    const list = centroids.home(probe)
    encode({ block: heads, place: 0, middle: centroids.unpacked(list), passage: 1 }, probe)
    sample.take(query, probe)
    centroids.nearest(probe, 0)
    reader?.ask(probe)
    reader?.look([{ list, codes: { parts, blocks: 1 }, first: 0, blocks: 1 }], everything)
    const reach = Math.max(0.01, centroids.reach(list))
    const left = product - centroids.product(list) - (reader?.head(heads, 0) ?? 0)
    return {
      byHead: left / reach,
      byTail: (left - (reader?.tail(tails, 0) ?? 0)) / reach,
      bySketch: (product - (reader?.row(0).product ?? 0)) / reach,
    }
  }
}
