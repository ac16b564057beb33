import { HEADS } from '../circuit/attention.ts'
import { clockPairs, cosineOf, sineOf } from '../circuit/clock.ts'
import type { Layer, LayerStack } from '../circuit/layer.ts'
import { turnPerToken } from '../circuit/rotary.ts'
import type { Slots } from '../slots.ts'

/**
 * Layers 1 to 3. Rotary embedding only tells distances; this makes the absolute position, as a clock, known to every token. A head
 * attends to the first three tokens only, with weights 1 + SWING · cos(angle - 120° · i), where angle = position · turnPerToken.
 * The three carry vectors 120° apart, so their weighted mean is (SWING / 2) · (cos angle, sin angle). One head per hand of the clock.
 */
export function countPositions(layers: LayerStack, slots: Slots): void {
  for (let first = 0; first < clockPairs.length; first += HEADS)
    countWithPairs(layers.add(QUERY_SCALE), slots, clockPairs.slice(first, first + HEADS))
}

const QUERY_SCALE = 300
const SWING = 0.1
const GAIN = 2 / SWING
const THIRD = (2 * Math.PI) / 3

function countWithPairs(layer: Layer, slots: Slots, pairs: readonly number[]): void {
  const { attention } = layer
  const anchors = [slots.isFirst, slots.isSecond, slots.isThird]
  const isAnchor = attention.offer(anchors.map((anchor) => [anchor, 1]))
  const cosine = attention.carry(anchors.map((anchor, index) => [anchor, Math.cos(index * THIRD)]))
  const sine = attention.carry(anchors.map((anchor, index) => [anchor, Math.sin(index * THIRD)]))
  for (const [index, anchor] of anchors.entries())
    for (const pair of pairs) attention.offerPhase(pair, anchor, { phase: index * (THIRD - turnPerToken(pair)), size: 1 })
  for (const [index, pair] of pairs.entries()) {
    const head = attention.head(index)
    head.prefer(isAnchor, 25)
    head.preferDistance(pair, { phase: 0, weight: SWING })
    head.write(cosine, cosineOf(slots.position, pair), GAIN)
    head.write(sine, sineOf(slots.position, pair), GAIN)
    repairFirstTwo(layer, slots, pair)
  }
}

/** The first token sees one anchor and the second two, so their means are off by known amounts. */
function repairFirstTwo({ gates }: Layer, { position, isFirst, isSecond }: Slots, pair: number): void {
  const angle = turnPerToken(pair)
  const weightOfFirst = 1 / (1 + Math.exp(SWING * (Math.cos(angle - THIRD) - Math.cos(angle))))
  const cosineSeen = (1.5 * weightOfFirst - 0.5) * GAIN
  const sineSeen = Math.sin(THIRD) * (1 - weightOfFirst) * GAIN
  gates.whenPositive([[isFirst, 1]], [[cosineOf(position, pair), 1 - GAIN]])
  gates.whenPositive(
    [[isSecond, 1]],
    [
      [cosineOf(position, pair), Math.cos(angle) - cosineSeen],
      [sineOf(position, pair), Math.sin(angle) - sineSeen],
    ],
  )
}
