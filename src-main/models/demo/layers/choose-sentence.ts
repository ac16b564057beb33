import type { Head } from '../circuit/attention.ts'
import { clockPairs, cosineOf, sineOf } from '../circuit/clock.ts'
import type { Layer } from '../circuit/layer.ts'
import { constant, type Slot } from '../circuit/residual-stream.ts'
import type { Slots } from '../slots.ts'
import { stayInTurn } from './match-words.ts'

/**
 * Layer 7. The answer start attends to the sentence start whose position agrees best with the votes, and takes that position. Ties go
 * to the earlier sentence, by a slope so small that it decides nothing else; without any vote, to the first passage.
 */
export function chooseSentence(layer: Layer, slots: Slots): void {
  const { attention } = layer
  const head = attendCandidates(layer, slots, { like: slots.votes, weight: 40, into: slots.firstChoice })
  head.write(attention.carry(slots.isCandidate), slots.hasFound)
  attention.offerPhase(SLOPE_PAIR, constant, { phase: 0, size: 1 })
  head.preferDistance(SLOPE_PAIR, { phase: -Math.PI / 2, weight: 50 })
  head.prefer(attention.offer(slots.oneBack.firstMarker), 15)
}

/**
 * Layer 8. The same once more with the choice instead of the votes: what won narrowly now wins by far, so the position is that of one
 * sentence and no mixture. The gates turn it into the offset: how many tokens before the answer start the sentence starts.
 */
export function confirmChoice(layer: Layer, slots: Slots): void {
  const head = attendCandidates(layer, slots, { like: slots.firstChoice, weight: 20, into: slots.choice })
  head.write(layer.attention.carry(slots.passage), slots.citation)
  subtractClocks(layer, { from: slots.position, subtract: slots.choice, into: slots.offset })
}

/** Rises over the whole context: a quarter turn is 3,900 tokens. */
const SLOPE_PAIR = 19

interface Candidates {
  readonly like: Slot
  readonly weight: number
  readonly into: Slot
}

function attendCandidates({ attention }: Layer, slots: Slots, { like, weight, into }: Candidates): Head {
  const head = attention.head(0)
  stayInTurn(attention, head, slots)
  head.prefer(attention.offer(slots.isCandidate), 40)
  head.match(like, attention.offer(slots.position), weight)
  head.write(attention.carry(slots.position), into)
  return head
}

/** The difference of two angles: cos(a - b) = cos a cos b + sin a sin b, sin(a - b) = sin a cos b - cos a sin b. */
function subtractClocks({ gates }: Layer, { from, subtract, into }: { from: Slot; subtract: Slot; into: Slot }): void {
  for (const pair of clockPairs) {
    const [cosine, sine] = [cosineOf(into, pair), sineOf(into, pair)]
    gates.multiply(cosineOf(from, pair), [[cosineOf(subtract, pair), 1]], [[cosine, 1]])
    gates.multiply(sineOf(from, pair), [[sineOf(subtract, pair), 1]], [[cosine, 1]])
    gates.multiply(sineOf(from, pair), [[cosineOf(subtract, pair), 1]], [[sine, 1]])
    gates.multiply(cosineOf(from, pair), [[sineOf(subtract, pair), 1]], [[sine, -1]])
  }
}
