import { createKernel } from '../../../src-main/search/vectors/kernel.ts'

export type Generator = 'a' | 'b'

/**
 * Seeded unit vectors that are as uneven as a model's: the variance of a direction falls with its rank (about 40 of them count), and no direction
 * is an axis. They lie around topics, about 100 to each, as many as a long document has passages. In `a`, the clustered one, a quarter of a vector's squared length is its own; in `b` it is
 * two thirds, and many of the nearest are of other topics.
 */
export interface VectorSource {
  /** The n-th vector, at an address of `floats`: overwritten by the next call. */
  vector(n: number): Float32Array
  /** The n-th question: drawn like the vectors, none of them. */
  question(n: number): Float32Array
}

const topicSize = 100
const own = { a: 0.6, b: 1.5 } as const

export function createVectors(generator: Generator, { dimension, count }: { dimension: number; count: number }): VectorSource {
  const draw = createGaussian()
  const kernel = createKernel()
  const at = kernel.reserve(dimension * 4)
  const signs = kernel.reserve(dimension * 16)
  const topics = Math.ceil(count / topicSize)
  const shared = spectrum(dimension, (rank) => (1 + rank / 6) ** -0.75)
  // The uneven directions of what is a vector's own are others than those of the topics.
  const differing = shared.toReversed().map((share) => share * own[generator])
  draw.seed(99)
  for (let n = 0; n < dimension * 4; n++) kernel.views().f32[signs / 4 + n] = draw.next() < 0 ? -1 : 1

  function make(seed: number): Float32Array {
    const x = kernel.views().f32.subarray(at / 4, at / 4 + dimension)
    draw.seed(hash(hash(seed) % topics, 7))
    for (let n = 0; n < dimension; n++) x[n] = draw.next() * (shared[n] ?? 0)
    draw.seed(hash(seed, 3))
    for (let n = 0; n < dimension; n++) x[n] = (x[n] ?? 0) + draw.next() * (differing[n] ?? 0)
    let squares = 0
    for (let n = 0; n < dimension; n++) squares += (x[n] ?? 0) ** 2
    const by = 1 / Math.sqrt(squares)
    for (let n = 0; n < dimension; n++) x[n] = (x[n] ?? 0) * by
    kernel.rotate(at, dimension, signs)
    return x
  }

  return { vector: (n) => make(n + 1), question: (n) => make(0x7000_0000 + n) }
}

/** Deviations whose squares sum to 1. */
function spectrum(dimension: number, shape: (rank: number) => number): Float32Array {
  const shares = Float32Array.from({ length: dimension }, (_, rank) => shape(rank))
  const length = Math.hypot(...shares)
  return shares.map((share) => share / length)
}

function hash(n: number, salt = 1): number {
  let mixed = Math.imul(n ^ Math.imul(salt, 0x9e3779b9), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** Two draws from each step of xorshift32, through a table of 65,536 quantiles: 7.7 thousand million of them are needed at the largest size. */
function createGaussian() {
  const quantiles = Float32Array.from({ length: 65_536 }, (_, n) => quantile((n + 0.5) / 65_536))
  let [state, half] = [1, -1]
  return {
    seed(value: number): void {
      state = value | 0 || 1
      half = -1
    },
    next(): number {
      if (half >= 0) {
        const drawn = quantiles[half] ?? 0
        half = -1
        return drawn
      }
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      half = state >>> 16
      return quantiles[state & 0xffff] ?? 0
    },
  }
}

/** Of the normal distribution, by Acklam's approximation: exact to a thousand millionth. */
function quantile(p: number): number {
  const [a, b] = [
    [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239],
    [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572],
  ]
  const [c, d] = [
    [-0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783],
    [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416],
  ]
  const poly = (factors: readonly number[] = [], x: number) => factors.reduce((sum, factor) => sum * x + factor, 0)
  if (p > 0.5) return -quantile(1 - p)
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p))
    return poly(c, q) / (poly(d, q) * q + 1)
  }
  const q = p - 0.5
  return (poly(a, q * q) * q) / (poly(b, q * q) * q * q + 1)
}
