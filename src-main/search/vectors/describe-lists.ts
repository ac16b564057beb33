import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Centroids } from './centroids.ts'
import { chooseShares } from './choose-shares.ts'
import { blockBytes, reserveBlocks } from './code-blocks.ts'
import type { Spread } from './code-book.ts'
import { createCodeReader } from './code-reader.ts'
import { type Coding, createCoding, type Description, shapeOf } from './coding.ts'
import type { Directions } from './directions.ts'
import { createEncoder } from './encode-row.ts'
import type { Kernel } from './kernel.ts'
import { indexLimits } from './limits.ts'
import type { Probe } from './probe.ts'
import type { VectorSpace } from './spaces.ts'
import { createTopScores } from './top-scores.ts'
import type { TrainingSample } from './training-sample.ts'

interface Describing {
  readonly kernel: Kernel
  readonly probe: Probe
  readonly sample: TrainingSample
  readonly space: VectorSpace
  readonly centroids: Centroids
  readonly directions: Directions
}

const rowsLooked = 16_384
const rowsPerTurn = 256
/** Rows that are asked for their neighbours, and those looked for. */
const asked = 200
const neighbours = 5
const everything = -1e20

/** What drafts of these lists' rows are made by: how far rows are from the middles, and how well that does. */
export async function describeLists(describing: Describing, signal: AbortSignal): Promise<Description> {
  const deviations = await deviationsOf(describing, signal)
  const spread = { deviations, shares: chooseShares(deviations) }
  return { directions: describing.directions, ...spread, slack: await slackOf(describing, spread, signal) }
}

async function deviationsOf(describing: Describing, signal: AbortSignal): Promise<Float32Array<ArrayBuffer>> {
  const { kernel, probe, sample, centroids, directions } = describing
  const squares = new Float64Array(directions.scales.length)
  const count = Math.min(rowsLooked, sample.count)
  for (let n = 0; n < count; n++) {
    if (n % rowsPerTurn === 0) await nextTurn(undefined, { signal })
    sample.take(n, probe)
    const middle = (centroids.unpacked(centroids.home(probe)).drafted ?? 0) / 4
    const from = (probe.drafted?.floats ?? 0) / 4
    const { f32 } = kernel.views()
    for (let at = 0; at < squares.length; at++)
      squares[at] = (squares[at] ?? 0) + ((f32[from + at] ?? 0) - (f32[middle + at] ?? 0)) ** 2
  }
  return Float32Array.from(squares, (square) => Math.sqrt(square / count))
}

/** Some rows are asked for their nearest of the sample: how far the drafts of nearly all of these lie below their products at most. */
async function slackOf(describing: Describing, spread: Spread, signal: AbortSignal): Promise<number> {
  const { kernel, probe, sample, space, directions } = describing
  const draftOf = createDraft(describing, createCoding(kernel, space.dimension, { directions, ...spread, slack: 0 }))
  const missed: number[] = []
  for (let n = 0; n < Math.min(asked, sample.count); n++) {
    await nextTurn(undefined, { signal })
    sample.take(n, probe)
    for (const { owner, score } of nearestOf(n, sample, probe)) missed.push(draftOf(owner, n, score))
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

/** How far the draft of one row lies below its product with another, for a row and a query at a distance of 1 from the middle. */
function createDraft({ kernel, probe, sample, centroids }: Describing, coding: Coding) {
  const encode = createEncoder(kernel, coding)
  const reader = createCodeReader(kernel, coding.drafts?.book ?? coding.signs, 1)
  const block = reserveBlocks(kernel, 1, shapeOf(coding))
  return (row: number, query: number, product: number): number => {
    sample.take(row, probe)
    const list = centroids.home(probe)
    encode({ block, place: 0, middle: centroids.unpacked(list), passage: 1 }, probe)
    sample.take(query, probe)
    reader.ask(probe.drafted?.floats ?? 0)
    const base = centroids.product(probe, list)
    reader.add({ blocks: block + blockBytes(coding.signs.groups), count: 1, base })
    reader.scan(everything)
    const square = centroids.squaredLength(list)
    const reach = Math.sqrt(Math.max(0, 1 - square) * Math.max(0, 1 - 2 * base + square))
    return (product - (kernel.views().f32[reader.hit(0).estimates] ?? 0)) / Math.max(0.01, reach)
  }
}
