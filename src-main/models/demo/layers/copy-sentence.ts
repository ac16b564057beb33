import { clockPairs, cosineOf, sineOf } from '../circuit/clock.ts'
import type { Layer } from '../circuit/layer.ts'
import { constant, entriesOf, entryOf, type Term } from '../circuit/residual-stream.ts'
import { noPassagesAnswer } from '../fixed-texts.ts'
import type { Slots } from '../slots.ts'
import type { Vocabulary } from '../vocabulary.ts'
import { signOf } from '../word-codes.ts'

/**
 * Layer 10. The query is the offset as rotary phases, so the head looks exactly that many tokens back, whatever is written there:
 * repeated words cannot confuse it. The code of the token found becomes the next token. Exceptions, by the gates: the first word loses
 * its space; where the sentence is over, the citation is next; without passages, the fixed answer begins; a thinking model starts
 * with its thought.
 */
export function copySentence(layer: Layer, slots: Slots, vocabulary: Vocabulary): void {
  lookAtSource(layer, slots)
  beginWithoutSpace(layer, slots)
  endWithCitation(layer, slots)
  sayFixedTexts(layer, slots, vocabulary)
}

function lookAtSource({ attention }: Layer, slots: Slots): void {
  const head = attention.head(0)
  for (const pair of clockPairs) {
    attention.offerPhase(pair, constant, { phase: 0, size: 1 })
    head.matchDistance(pair, { cosine: cosineOf(slots.pointer, pair), sine: sineOf(slots.pointer, pair), weight: 12 })
  }
  const token = attention.carry(slots.token)
  head.write(token, slots.next)
  head.write(attention.carry(slots.asFirstWord), slots.lostSpace)
  head.write(token, slots.lostSpace, -1)
  head.write(attention.carry(slots.isEdge), slots.isSourceEdge)
}

/** `lostSpace` is the difference between the code of the word without its space and that of the word. */
function beginWithoutSpace({ gates }: Layer, { isAnswerStart, hasPointer, lostSpace, next }: Slots): void {
  const isFirstWord: Term[] = [
    [isAnswerStart, 1],
    [hasPointer, 1],
    [constant, -1],
  ]
  for (const [bit, entry] of entriesOf(next).entries()) gates.passWhen(isFirstWord, entryOf(lostSpace, bit), [[entry, 1]])
}

/** The source is an edge, and this is not the answer start (where the source, a sentence start, is an edge as well). */
function endWithCitation({ gates }: Layer, { isSourceEdge, hasPointer, isAnswerStart, citation, next }: Slots): void {
  const isOver: Term[] = [
    [isSourceEdge, 1],
    [hasPointer, 1],
    [isAnswerStart, -3],
    [constant, -1],
  ]
  for (const [bit, entry] of entriesOf(next).entries()) gates.passWhen(isOver, entryOf(citation, bit), [[entry, OVERRULE]])
}

function sayFixedTexts({ gates }: Layer, slots: Slots, vocabulary: Vocabulary): void {
  const say = (text: string, size: number): Term[] =>
    entriesOf(slots.next).map((entry, bit) => [entry, size * signOf(vocabulary.id(text), bit)])
  const hasNoPassages: Term[] = [
    [slots.isAnswerStart, 1],
    [slots.hasPointer, -2],
  ]
  gates.passWhen(hasNoPassages, constant, say(noPassagesAnswer[0], OVERRULE))
  gates.passWhen([[slots.isThoughtStart, 1]], constant, say('<think>', OVERRULE ** 2))
}

/** Times the size of a copied code: the exception decides every bit. */
const OVERRULE = 4
