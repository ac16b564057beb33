/** Consecutive entries of the residual stream: a flag (0 or 1), a code (±1 per bit) or phases (cosines, then sines). */
export interface Slot {
  readonly at: number
  readonly size: number
}

/** An entry of the residual stream times a number. */
export type Term = readonly [entry: Slot, weight: number]

/** Entry 0 is 1 in every layer (after the norm; stored as CONSTANT_SIZE). */
export const constant: Slot = { at: 0, size: 1 }

/**
 * RMS norm divides a vector by its length. One entry far larger than all others together makes that length a known number, so
 * the norm's weights can undo the division and every layer reads exactly what earlier layers wrote.
 */
export const CONSTANT_SIZE = 2000

export interface ResidualStream {
  /** Reserves entries. */
  slot(size: number): Slot
  /** How many entries a row has, rounded up to a whole number of GGUF blocks. */
  width(): number
}

export function createResidualStream(): ResidualStream {
  let size = constant.size
  return {
    slot(count) {
      const slot = { at: size, size: count }
      size += count
      return slot
    },
    width: () => Math.ceil(size / BLOCK) * BLOCK,
  }
}

const BLOCK = 32

/** Weights of an RMS norm that give back what went in, with the constant as 1. */
export function identityNorm(width: number): Float32Array {
  const weights = new Float32Array(width).fill(CONSTANT_SIZE / Math.sqrt(width))
  weights[constant.at] = 1 / Math.sqrt(width)
  return weights
}

/** One entry of a slot. */
export const entryOf = (slot: Slot, index: number): Slot => ({ at: slot.at + index, size: 1 })

export const entriesOf = (slot: Slot): Slot[] => Array.from({ length: slot.size }, (_, index) => entryOf(slot, index))

export const times = (entries: readonly Slot[], weight: number): Term[] => entries.map((entry) => [entry, weight])

/** 1 when every flag of `all` is set and none of `none`; otherwise 0 or less: a condition for `gates.whenPositive`. */
export const every = (all: readonly Slot[], none: readonly Slot[] = []): Term[] => [
  ...times(all, 1),
  ...times(none, -1),
  [constant, 1 - all.length],
]
