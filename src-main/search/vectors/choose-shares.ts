import { type BitShares, byDeviation, remainder } from './code-book.ts'

/** The bits of a code of so many groups at most, given to directions so that products are missed by least. */
export function chooseShares(deviations: Float32Array, most: number): BitShares {
  const groups = Math.min(most, deviations.length)
  const missed = missedFrom(deviations)
  let best = { fourBits: groups, twoBits: 0, oneBit: 0 }
  let least = Number.POSITIVE_INFINITY
  for (let fourBits = 0; fourBits <= groups; fourBits++) {
    for (let pairs = 0; pairs <= groups - fourBits; pairs++) {
      const shares = { fourBits, twoBits: 2 * pairs, oneBit: 4 * (groups - fourBits - pairs) }
      if (fourBits + shares.twoBits + shares.oneBit > deviations.length) continue
      const square = missedBy(missed, shares)
      if (square < least) [best, least] = [shares, square]
    }
  }
  return best
}

/** The mean square of what is missed of a product. */
export const remainderOf = (deviations: Float32Array, shares: BitShares): number => missedBy(missedFrom(deviations), shares)

/** A query differs as rows do: what is missed in a direction weighs as much as the direction does. Sums over the first so many. */
function missedFrom(deviations: Float32Array): Float64Array {
  const sums = new Float64Array(deviations.length + 1)
  for (const [n, at] of byDeviation(deviations).entries()) sums[n + 1] = (sums[n] ?? 0) + (deviations[at] ?? 0) ** 4
  return sums
}

function missedBy(sums: Float64Array, { fourBits, twoBits, oneBit }: BitShares): number {
  const between = (from: number, to: number): number => (sums[to] ?? 0) - (sums[from] ?? 0)
  const [two, one] = [fourBits + twoBits, fourBits + twoBits + oneBit]
  return (
    between(0, fourBits) * remainder[4] +
    between(fourBits, two) * remainder[2] +
    between(two, one) * remainder[1] +
    between(one, sums.length - 1) * remainder[0]
  )
}
