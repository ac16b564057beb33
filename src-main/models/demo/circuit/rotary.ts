// Rotary position embedding turns the two dimensions of pair p by turnPerToken(p) radians per token. In NeoX order, which qwen3
// has, the dimensions p and p + PAIRS form a pair. The base is chosen so that neighbouring pairs differ by the factor RATIO.

export const HEAD_SIZE = 96
export const PAIRS = HEAD_SIZE / 2

const RATIO = 1.51
const STILL_PAIRS = 26

export const ROTARY_BASE = RATIO ** PAIRS
export const turnPerToken = (pair: number): number => RATIO ** -pair

/**
 * The dimensions of the slowest pairs turn by less than half a radian in 4,096 tokens, most by far less: they compare contents,
 * whatever the distance. Slowest first.
 */
const stillDimensions: readonly number[] = Array.from({ length: STILL_PAIRS }, (_, index) => PAIRS - 1 - index).flatMap(
  (pair) => [pair, pair + PAIRS],
)

/** The stillest dimension is not for content: it holds a large constant that decides the RMS norm of queries and keys. */
export const BALLAST = PAIRS - 1

export function stillDimension(index: number): number {
  const dimension = stillDimensions[index + 1]
  if (dimension === undefined) throw new RangeError(`a key has only ${stillDimensions.length - 1} dimensions for content`)
  return dimension
}
