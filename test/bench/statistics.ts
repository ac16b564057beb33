export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2
}

/** Smallest, both quartiles, largest: on a shared machine the median alone says little. */
export function spread(values: readonly number[]): string {
  const at = [0, 0.25, 0.75, 1].map((share) => shortNumber(percentile(values, share)))
  return `spread ${at[0]} … ${at[1]} | ${at[2]} … ${at[3]}`
}

export const shortNumber = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2)
