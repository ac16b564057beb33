import type { Attention, Head } from './attention.ts'
import { constant, type Slot, type Term } from './residual-stream.ts'

/** Makes a head attend to the nearest token before the asking one (or that one itself) that has one of the flags. */
export type AttendNearest = (head: Head, flags: readonly Slot[]) => void

/** A layer that uses this needs a `queryScale` of RECENCY_QUERY_SCALE. */
export const RECENCY_QUERY_SCALE = 8000

/**
 * A flag lifts its token far above all others; among those with a flag, waves that fall with the distance decide. A sum of
 * many cosines is not monotone, so three slow pairs carry the slope over 4,096 tokens. Their float16 keys blur the distance by
 * about a token; the two faster pairs make up for that.
 */
export function offerRecency(attention: Attention): AttendNearest {
  for (const { pair } of waves) attention.offerPhase(pair, constant, { phase: 0, size: WAVE_KEY })
  return (head, flags) => {
    const flagged = attention.offer(flags.map((flag): Term => [flag, FLAG_KEY]))
    head.prefer(flagged, FLAG_QUERY)
    for (const { pair, phase, weight } of waves) head.preferDistance(pair, { phase, weight })
  }
}

const FLAG_KEY = 50
const FLAG_QUERY = 2000
const WAVE_KEY = 5
const waves = [
  { pair: 18, phase: 0.35, weight: 4000 },
  { pair: 19, phase: 0.75, weight: 4000 },
  { pair: 20, phase: 1.03, weight: 4000 },
  { pair: 13, phase: 0.6, weight: 200 },
  { pair: 15, phase: 0.6, weight: 440 },
] as const
