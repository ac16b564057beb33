import { entryOf, type Slot } from './residual-stream.ts'

/**
 * A position (or a difference of positions) is written as 12 angles, one per fast rotary pair: position · turnPerToken(pair).
 * Like the hands of a clock, the fast ones tell neighbours apart and the slow ones tell the hour.
 */
export const clockPairs: readonly number[] = Array.from({ length: 12 }, (_, pair) => pair)

/** Cosines first, then sines. */
export const CLOCK_SIZE = 2 * clockPairs.length

export const cosineOf = (clock: Slot, pair: number): Slot => entryOf(clock, pair)
export const sineOf = (clock: Slot, pair: number): Slot => entryOf(clock, clockPairs.length + pair)
