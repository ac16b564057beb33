import type { Layer } from '../circuit/layer.ts'
import { offerRecency } from '../circuit/recency.ts'
import type { Slots } from '../slots.ts'

/**
 * Layer 9. Every token of the answer attends to its answer start and fetches the offset and the citation. As question and answer only
 * grow at their end, the same offset leads from the n-th token of the answer to the n-th of the sentence.
 */
export function carryOffset({ attention }: Layer, slots: Slots): void {
  const head = attention.head(0)
  offerRecency(attention)(head, [slots.isAnswerStart])
  head.write(attention.carry(slots.offset), slots.pointer)
  head.write(attention.carry(slots.citation), slots.citation)
  head.write(attention.carry(slots.hasFound), slots.hasPointer)
}
