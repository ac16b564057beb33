/** Component i is about `scale * codes[i]`. */
export interface QuantisedVector {
  readonly scale: number
  readonly codes: Int8Array
}

const largestCode = 127
/** How far from length 1 a normalised vector may be, rounding of 8-bit weights included. */
const lengthTolerance = 0.01

/**
 * Eight bits per component. Throws a RangeError for what is not a normalised vector: one row with a wrong scale would
 * outrank all the others, for ever.
 */
export function quantise(vector: Float32Array): QuantisedVector {
  let largest = 0
  let squares = 0
  for (const value of vector) {
    largest = Math.max(largest, Math.abs(value))
    squares += value * value
  }
  if (!(Math.abs(Math.sqrt(squares) - 1) <= lengthTolerance)) {
    throw new RangeError(`A vector of ${vector.length} components has length ${Math.sqrt(squares)} instead of 1`)
  }
  const scale = largest / largestCode
  return { scale, codes: Int8Array.from(vector, (value) => Math.round(value / scale)) }
}
