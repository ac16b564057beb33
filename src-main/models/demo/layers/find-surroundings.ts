import type { Layer } from '../circuit/layer.ts'
import { offerRecency } from '../circuit/recency.ts'
import { constant, entriesOf, type Term } from '../circuit/residual-stream.ts'
import type { Slots } from '../slots.ts'

/**
 * Layer 4. Each token finds the nearest start of a user turn, of a sentence, and of a line before it, and fetches their positions and
 * the citation of the passage: from here on it knows which turn, which sentence and which passage it belongs to. Outside
 * passages the sentence is erased; a sentence start inside one becomes a candidate for the answer.
 */
export function findSurroundings({ attention, gates }: Layer, slots: Slots): void {
  const attendNearest = offerRecency(attention)
  const position = attention.carry(slots.position)
  const side = attention.carry([
    [slots.seen.marker, 1],
    [slots.isOutside, -1],
  ])
  const citation = attention.carry(slots.citation)
  const [turnHead, sentenceHead, passageHead] = [attention.head(0), attention.head(1), attention.head(2)]

  attendNearest(turnHead, [slots.isTurnStart])
  turnHead.write(position, slots.turn)
  attendNearest(sentenceHead, [slots.isSentenceStart])
  sentenceHead.write(position, slots.sentence)
  attendNearest(passageHead, [slots.seen.marker, slots.isOutside])
  passageHead.write(side, slots.passageSide, 0.5)
  passageHead.write(citation, slots.passage)

  for (const entry of entriesOf(slots.sentence)) gates.multiply(entry, [...insidePassage(slots), [constant, -1]], [[entry, 1]])
  gates.whenPositive([[slots.isSentenceStart, 1], ...insidePassage(slots), [constant, -1]], [[slots.isCandidate, 1]])
}

/** 1 for a token inside a passage, 0 for others. A marker itself is not inside. */
export const insidePassage = ({ passageSide, seen }: Slots): Term[] => [
  [passageSide, 1],
  [constant, 0.5],
  [seen.marker, -1],
]
