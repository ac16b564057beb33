import type { Layer } from '../circuit/layer.ts'
import type { Slots } from '../slots.ts'
import { insidePassage } from './find-surroundings.ts'
import { stayInTurn } from './match-words.ts'

/**
 * Layer 6. The answer start takes the mean of the votes of its turn's words that are in no passage: the words of the question. Words of
 * more than three letters count most.
 */
export function collectVotes({ attention }: Layer, slots: Slots): void {
  const head = attention.head(0)
  stayInTurn(attention, head, slots)
  head.prefer(attention.offer(insidePassage(slots)), -40)
  head.prefer(attention.offer(slots.salience), 6)
  head.write(attention.carry(slots.votes), slots.votes)
}
