import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Centroids } from './centroids.ts'
import { createCoding, type Description, type Missed } from './coding.ts'
import type { Directions } from './directions.ts'
import { createDraftMeasure, type DraftMeasure, type Measured } from './draft-measure.ts'
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
/** Rows that are asked for themselves. */
const looked = 2000
const nearlyAll = 0.999

/** How far what is told of these rows lies below their products. */
export async function missedBy(
  describing: Describing,
  spread: Omit<Description, 'missed'>,
  signal: AbortSignal,
): Promise<Missed> {
  const { kernel, space, centroids, probe } = describing
  const nothing = { slack: 0, tailSlack: 0, error: 0, itself: { byHead: 0, byTail: 0 } }
  const coding = createCoding(kernel, space.dimension, { ...spread, missed: nothing })
  const measure = createDraftMeasure(kernel, { coding, centroids, probe })
  const measured = await missedOfNeighbours(describing, measure, signal)
  const itself = await missedOfThemselves(describing, measure, signal)
  const squares = measured.reduce((sum, { bySketch }) => sum + bySketch ** 2, 0)
  return {
    slack: shareOf(headsOf(measured), indexLimits.headedShare),
    tailSlack: shareOf(tailsOf(measured), indexLimits.tailedShare),
    error: Math.sqrt(squares / (measured.length || 1)),
    itself: { byHead: shareOf(headsOf(itself), nearlyAll), byTail: shareOf(tailsOf(itself), nearlyAll) },
  }
}

const headsOf = (measured: readonly Measured[]): number[] => measured.map(({ byHead }) => byHead)
const tailsOf = (measured: readonly Measured[]): number[] => measured.map(({ byTail }) => byTail)

/** What so many of them are below. */
function shareOf(missed: readonly number[], share: number): number {
  return Math.max(0, missed.toSorted((a, b) => a - b)[Math.floor(missed.length * share)] ?? 0)
}

/** Some rows are asked for their nearest of the sample. */
async function missedOfNeighbours({ probe, sample, centroids }: Describing, measure: DraftMeasure, signal: AbortSignal) {
  const measured: Measured[] = []
  for (let n = 0; n < Math.min(asked, sample.count); n++) {
    await nextTurn(undefined, { signal })
    sample.take(n, probe)
    for (const { owner, score } of nearestOf(n, sample, probe)) {
      sample.take(owner, probe)
      measure.take(centroids.home(probe))
      sample.take(n, probe)
      centroids.home(probe)
      measured.push(measure.missedOf(score))
    }
  }
  return measured
}

async function missedOfThemselves({ probe, sample, centroids }: Describing, measure: DraftMeasure, signal: AbortSignal) {
  const measured: Measured[] = []
  for (let n = 0; n < Math.min(looked, sample.count); n++) {
    await nextTurn(undefined, { signal })
    sample.take(n, probe)
    measure.take(centroids.home(probe))
    measured.push(measure.missedOfItself())
  }
  return measured
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
