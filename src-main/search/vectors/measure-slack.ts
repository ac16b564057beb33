import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Centroids } from './centroids.ts'
import { reserveBlocks } from './code-blocks.ts'
import { createCoding, type Description, shapeOf } from './coding.ts'
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

/** Some rows are asked for their nearest of the sample: how far the heads of nearly all of these lie below their products at most. */
export async function slackOf(describing: Describing, spread: Omit<Description, 'slack'>, signal: AbortSignal): Promise<number> {
  const { probe, sample } = describing
  const missedBy = createMeasure(describing, spread)
  const missed: number[] = []
  for (let n = 0; n < Math.min(asked, sample.count); n++) {
    await nextTurn(undefined, { signal })
    sample.take(n, probe)
    for (const { owner, score } of nearestOf(n, sample, probe)) missed.push(missedBy(owner, n, score))
  }
  missed.sort((a, b) => a - b)
  return Math.max(0, missed[Math.floor(missed.length * indexLimits.draftedShare)] ?? 0)
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

/** How far the head of one row lies below its product with another, for a row and a query at a distance of 1 from the middle. */
function createMeasure({ kernel, probe, sample, space, centroids }: Describing, spread: Omit<Description, 'slack'>) {
  const coding = createCoding(kernel, space.dimension, { ...spread, slack: 0 })
  const encode = createEncoder(kernel, coding)
  const { drafts } = coding
  const reader = drafts && createDraftReader(kernel, { coding, drafts, centroids, mostPieces: 1 })
  const block = reserveBlocks(kernel, 1, shapeOf(coding))
  return (row: number, query: number, product: number): number => {
    sample.take(row, probe)
    const list = centroids.home(probe)
    encode({ block, place: 0, middle: centroids.unpacked(list), passage: 1 }, probe)
    sample.take(query, probe)
    centroids.nearest(probe, 0)
    reader?.ask(probe)
    const head = centroids.product(list) + (reader?.head(block, 0) ?? 0)
    return (product - head) / Math.max(0.01, centroids.reach(list))
  }
}
