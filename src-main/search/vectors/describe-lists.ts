import { setImmediate as nextTurn } from 'node:timers/promises'
import { chooseShares } from './choose-shares.ts'
import { leftOf } from './code-book.ts'
import type { Description } from './coding.ts'
import { indexLimits } from './limits.ts'
import { type Describing, missedBy } from './measure-slack.ts'

const rowsLooked = 16_384
const rowsPerTurn = 256
/** Heads that allow for more than this many of the usual deviations of products rule too few out. */
const mostDeviations = 4

/**
 * What drafts of these lists' rows are made by: how far rows are from the middles, and how well that does. Undefined where heads are of no use: rows
 * that differ in more directions than are learned.
 */
export async function describeLists(describing: Describing, signal: AbortSignal): Promise<Description | undefined> {
  const { deviations, beside } = await spreadOf(describing, signal)
  const shares = chooseShares(deviations, indexLimits.headGroups)
  const tailShares = chooseShares(leftOf({ deviations, shares }), indexLimits.tailGroups)
  const spread = { directions: describing.directions, deviations, shares, tailShares }
  const missed = await missedBy(describing, spread, signal)
  const away = deviations.reduce((sum, deviation) => sum + deviation ** 2, beside)
  const products = Math.sqrt(deviations.reduce((sum, deviation) => sum + deviation ** 4, 0))
  return missed.slack * away <= mostDeviations * products ? { ...spread, missed } : undefined
}

/** How far rows usually are from the middle of their list in each direction, and the square of how far they are from all directions. */
async function spreadOf({ kernel, probe, sample, centroids, directions }: Describing, signal: AbortSignal) {
  const squares = new Float64Array(directions.scales.length)
  let inDirections = 0
  const count = Math.min(rowsLooked, sample.count)
  for (let n = 0; n < count; n++) {
    if (n % rowsPerTurn === 0) await nextTurn(undefined, { signal })
    sample.take(n, probe)
    const middle = (centroids.unpacked(centroids.home(probe)).drafted ?? 0) / 4
    const from = (probe.drafted?.floats ?? 0) / 4
    const { f32 } = kernel.views()
    for (let at = 0; at < squares.length; at++) {
      const value = f32[from + at] ?? 0
      squares[at] = (squares[at] ?? 0) + (value - (f32[middle + at] ?? 0)) ** 2
      inDirections += value ** 2
    }
  }
  return {
    deviations: Float32Array.from(squares, (square) => Math.sqrt(square / count)),
    beside: Math.max(0, 1 - inDirections / count),
  }
}
