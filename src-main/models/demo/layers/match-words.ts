import type { Attention, Head } from '../circuit/attention.ts'
import type { Layer } from '../circuit/layer.ts'
import type { Slots } from '../slots.ts'
import { insidePassage } from './find-surroundings.ts'

/**
 * Layer 5. Each word looks for the same word inside the passages of its turn and takes the position of the sentences that have it:
 * a clock if it is one sentence, the mean of clocks if there are more. A word that is in many sentences so gives each a small vote,
 * an inverse document frequency for free. If there is none, the turn start takes the attention, and it lies in no sentence.
 */
export function matchWords({ attention }: Layer, slots: Slots): void {
  const head = attention.head(0)
  stayInTurn(attention, head, slots)
  head.prefer(attention.offer(insidePassage(slots)), 30)
  head.prefer(attention.offer(slots.isTurnStart), 58)
  head.match(slots.word, attention.offer(slots.word), 1.5)
  head.write(attention.carry(slots.sentence), slots.votes)
}

/** Tokens of other turns fall behind: their turn starts at another position, so the clocks do not agree. */
export function stayInTurn(attention: Attention, head: Head, { turn }: Slots): void {
  head.match(turn, attention.offer(turn), 20)
}
