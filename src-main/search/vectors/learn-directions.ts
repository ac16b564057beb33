import { setImmediate as nextTurn } from 'node:timers/promises'
import { chooseShares, remainderOf } from './choose-shares.ts'
import { paddedDimension } from './code-blocks.ts'
import { type Directions, packDirections } from './directions.ts'
import type { Kernel } from './kernel.ts'
import { indexLimits } from './limits.ts'
import { reserveRotation } from './rotation.ts'
import type { TrainingSample } from './training-sample.ts'

interface Learning {
  readonly kernel: Kernel
  readonly sample: TrainingSample
  readonly dimension: number
  readonly random: () => number
}

/** So many rows say which directions count. */
const rowsLooked = 8192
const rounds = 12
/** What misses twice the square that signs miss still rules most rows out. */
const missedAllowed = 2

/**
 * The directions in which rows differ most, and so products too (principal components; the mean, which all share, is one of them). Undefined where
 * rows are few, or differ in all directions so evenly that the signs of all components say more.
 */
export async function learnDirections(learning: Learning, signal: AbortSignal): Promise<Directions | undefined> {
  const { kernel, dimension, sample, random } = learning
  const wanted = Math.min(dimension, indexLimits.directions)
  if (sample.count < rowsLooked || dimension < indexLimits.fewestDimensions) return undefined
  const moments = await momentsOf(learning, signal)
  let found = Array.from({ length: wanted }, () => Float32Array.from({ length: dimension }, () => random() - 0.5))
  for (let round = 0; round < rounds; round++) {
    const next: Float32Array<ArrayBuffer>[] = []
    for (const direction of found) {
      await nextTurn(undefined, { signal })
      next.push(multiplied(moments, direction))
    }
    found = orthogonal(next)
  }
  const variances = Float64Array.from(found, (direction) => product(direction, multiplied(moments, direction)))
  const isOfUse = missedSquare(moments, variances, dimension) < missedAllowed * signsMiss(dimension)
  return isOfUse ? packDirections(found.map((direction) => turned(kernel, direction))) : undefined
}

function turned(kernel: Kernel, direction: Float32Array): Float32Array<ArrayBuffer> {
  const padded = paddedDimension(direction.length)
  const [at, signs] = [kernel.reserve(padded * 4), reserveRotation(kernel, padded)]
  kernel.views().f32.set(direction, at / 4)
  kernel.rotate(at, padded, signs)
  return kernel.views().f32.slice(at / 4, at / 4 + padded)
}

/** What an estimate by learned directions misses of a product, as its mean square: by the bits, and by the directions that are left out. */
function missedSquare(moments: readonly Float32Array[], variances: Float64Array, dimension: number): number {
  const all = moments.reduce((sum, row) => sum + product(row, row), 0)
  const trace = moments.reduce((sum, row, n) => sum + (row[n] ?? 0), 0)
  // A sample's products are larger than those of all rows, by what its rows have in common with themselves.
  const own = trace ** 2 / rowsLooked
  const kept = variances.reduce((sum, variance) => sum + variance ** 2, 0)
  const deviations = Float32Array.from(variances, (variance) => Math.sqrt(Math.max(0, variance)))
  const left = Math.max(0, all - kept - own * (1 - variances.length / dimension))
  return left + remainderOf(deviations, chooseShares(deviations, indexLimits.headGroups))
}

/** The mean square of what signs miss. */
const signsMiss = (dimension: number): number => 0.755 ** 2 / paddedDimension(dimension)

/** The mean products of each two components. */
async function momentsOf({ kernel, sample, dimension }: Learning, signal: AbortSignal): Promise<Float32Array<ArrayBuffer>[]> {
  const [columns, one, out] = [
    kernel.reserve(dimension * rowsLooked),
    kernel.reserve(rowsLooked * 2),
    kernel.reserve(dimension * 4),
  ]
  const scale = largestScale(sample)
  for (let n = 0; n < rowsLooked; n++) {
    const { codes, scale: own } = sample.row(n)
    const { i8 } = kernel.views()
    for (let at = 0; at < dimension; at++) i8[columns + at * rowsLooked + n] = Math.round(((codes[at] ?? 0) * own) / scale)
  }
  const moments: Float32Array<ArrayBuffer>[] = []
  for (let at = 0; at < dimension; at++) {
    await nextTurn(undefined, { signal })
    const { i8, i16, i32 } = kernel.views()
    i16.set(i8.subarray(columns + at * rowsLooked, columns + (at + 1) * rowsLooked), one / 2)
    kernel.dots(columns, dimension, one, rowsLooked, out)
    moments.push(Float32Array.from(i32.subarray(out / 4, out / 4 + dimension), (sum) => (sum * scale ** 2) / rowsLooked))
  }
  return moments
}

function largestScale(sample: TrainingSample): number {
  let largest = 0
  for (let n = 0; n < rowsLooked; n++) largest = Math.max(largest, sample.row(n).scale)
  return largest || 1
}

const multiplied = (rows: readonly Float32Array[], vector: Float32Array): Float32Array<ArrayBuffer> =>
  Float32Array.from(rows, (row) => product(row, vector))

function product(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let n = 0; n < a.length; n++) sum += (a[n] ?? 0) * (b[n] ?? 0)
  return sum
}

/** Each at a right angle to those before it, of length 1. */
function orthogonal(vectors: readonly Float32Array<ArrayBuffer>[]): Float32Array<ArrayBuffer>[] {
  for (const [n, vector] of vectors.entries()) {
    for (const before of vectors.slice(0, n)) {
      const shared = product(before, vector)
      for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) - shared * (before[at] ?? 0)
    }
    const length = Math.sqrt(product(vector, vector)) || 1
    for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) / length
  }
  return [...vectors]
}
