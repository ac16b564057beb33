import { clockPairs } from '../circuit/clock.ts'
import type { Layer } from '../circuit/layer.ts'
import { constant, every, type Slot, type Term, times } from '../circuit/residual-stream.ts'
import { turnPerToken } from '../circuit/rotary.ts'
import type { Slots } from '../slots.ts'

/**
 * Layer 0. Three heads look exactly one, two and three tokens back (a sum of cosines of many speeds has a sharp peak, and a phase
 * shift moves it) and copy the flags found there. From the token and its two predecessors the gates tell where a user turn, an
 * answer, a sentence and a line without passage begin, and which tokens are the first three of the whole context.
 */
export function markPlaces(layer: Layer, slots: Slots, options: { readonly thinks: boolean }): void {
  lookBack(layer, slots)
  markFirstThree(layer, slots)
  markTurns(layer, slots, options.thinks)
  markSentences(layer, slots)
}

function lookBack({ attention }: Layer, { seen, oneBack, twoBack, isThirdAfterChatMark }: Slots): void {
  for (const pair of clockPairs) attention.offerPhase(pair, constant, { phase: 0, size: 1 })
  const flags = attention.carry(seen.all)
  for (const [index, slot] of [oneBack.all, twoBack.all, isThirdAfterChatMark].entries()) {
    const head = attention.head(index)
    for (const pair of clockPairs) head.preferDistance(pair, { phase: -turnPerToken(pair) * (index + 1), weight: 40 })
    head.write(flags, slot)
  }
}

/** A context begins with a chat mark. Looking back from the first tokens finds that same mark again: the only place where it does. */
function markFirstThree({ gates }: Layer, slots: Slots): void {
  const { seen, oneBack, twoBack } = slots
  const mark = (flag: Slot, sum: Term[]) => gates.whenPositive(sum, [[flag, 1]])
  mark(slots.isFirst, every([seen.chatMark, oneBack.chatMark]))
  mark(slots.isSecond, every([oneBack.chatMark, twoBack.chatMark], [seen.chatMark]))
  const isThird = every([twoBack.chatMark, slots.isThirdAfterChatMark], [oneBack.chatMark, seen.chatMark])
  gates.whenPositive(isThird, times([slots.isThird, slots.isOutside], 1))
}

/** `<|im_start|>user\n` and `<|im_start|>assistant\n`; after a thought the answer starts at its blank line instead. */
function markTurns({ gates }: Layer, slots: Slots, thinks: boolean): void {
  const { seen, oneBack, twoBack } = slots
  const mark = (flag: Slot, ...all: Slot[]) => gates.whenPositive(every(all), [[flag, 1]])
  mark(slots.isTurnStart, seen.newline, oneBack.user, twoBack.chatMark)
  mark(thinks ? slots.isThoughtStart : slots.isAnswerStart, seen.newline, oneBack.assistant, twoBack.chatMark)
  mark(slots.isAnswerStart, seen.newline, oneBack.newline, twoBack.thoughtEnd)
  mark(slots.isAnswerStart, slots.endsThought)
  gates.whenPositive(every([oneBack.newline], [seen.marker]), [[slots.isOutside, 1]])
}

/** The first token of a passage, and a capitalised one after a full stop that ends no abbreviation. Each ends what came before. */
function markSentences({ gates }: Layer, slots: Slots): void {
  const starts = times([slots.isSentenceStart, slots.isEdge], 1)
  gates.whenPositive(every([slots.oneBack.marker]), starts)
  gates.whenPositive(every([slots.oneBack.sentenceEnd, slots.isCapitalised], [slots.twoBack.abbreviation]), starts)
}
