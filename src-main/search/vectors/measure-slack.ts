import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Centroids } from './centroids.ts'
import { createCoding, type Description } from './coding.ts'
import type { Directions } from './directions.ts'
import { createHeadMeasure, type HeadMeasure } from './head-measure.ts'
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
/** Rows whose own heads are looked at. */
const looked = 2000
const nearlyAll = 0.999

type Misses = Pick<Description, 'slack' | 'ownMiss'>

/** What heads of these rows miss of the products of neighbours, and of those of the rows with themselves: nearly all of them at most so much. */
export async function missesOf(
  describing: Describing,
  spread: Omit<Description, keyof Misses>,
  signal: AbortSignal,
): Promise<Misses> {
  const { kernel, probe, space, centroids } = describing
  const coding = createCoding(kernel, space.dimension, { ...spread, slack: 0, ownMiss: 0 })
  const measure = createHeadMeasure(kernel, { coding, centroids, probe })
  return { slack: await slackOf(describing, measure, signal), ownMiss: await ownMissOf(describing, measure, signal) }
}

/** Some rows are asked for their nearest of the sample. */
async function slackOf({ probe, sample, centroids }: Describing, measure: HeadMeasure, signal: AbortSignal): Promise<number> {
  const missed: number[] = []
  for (let n = 0; n < Math.min(asked, sample.count); n++) {
    await nextTurn(undefined, { signal })
    sample.take(n, probe)
    for (const { owner, score } of nearestOf(n, sample, probe)) {
      sample.take(owner, probe)
      measure.take(centroids.home(probe))
      sample.take(n, probe)
      centroids.home(probe)
      missed.push(measure.missedBy(score))
    }
  }
  return Math.max(0, atShare(missed, indexLimits.draftedShare))
}

async function ownMissOf({ probe, sample, centroids }: Describing, measure: HeadMeasure, signal: AbortSignal): Promise<number> {
  const missed: number[] = []
  for (let n = 0; n < Math.min(looked, sample.count); n++) {
    await nextTurn(undefined, { signal })
    sample.take(n, probe)
    measure.take(centroids.home(probe))
    missed.push(measure.missedItself())
  }
  return atShare(missed, nearlyAll)
}

const atShare = (numbers: readonly number[], share: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length * share)] ?? 0

function nearestOf(n: number, sample: TrainingSample, probe: Probe): { score: number; owner: number }[] {
  const top = createTopScores(neighbours)
  for (let other = 0; other < sample.count; other++) {
    // A row can be drawn twice: it is no neighbour of itself.
    const product = sample.product(other, probe)
    if (other !== n && product < 0.999) top.add(product, other)
  }
  return top.sorted()
}
