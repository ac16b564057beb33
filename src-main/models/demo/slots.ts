import { CLOCK_SIZE } from './circuit/clock.ts'
import { createResidualStream, entryOf, type ResidualStream } from './circuit/residual-stream.ts'
import { WORD_CODE_BITS } from './word-codes.ts'

/** A token's number as bits: ±1. */
export const TOKEN_CODE_BITS = 12

/** What the network knows of each token, by name: flags (0 or 1), codes (±1 per bit) and clocks. */
export type Slots = ReturnType<typeof createSlots>

export function createSlots() {
  const stream = createResidualStream()
  const slots = { ...tokenSlots(stream), ...placeSlots(stream), ...clockSlots(stream), ...answerSlots(stream) }
  // An answer start is no word and lies in no sentence or passage, so there these entries are free for what is found in later layers
  const reused = { firstChoice: slots.sentence, choice: slots.word, lostSpace: slots.passage }
  return { ...slots, ...reused, width: stream.width() }
}

/** Written by the embedding: what a token is by itself. */
function tokenSlots(stream: ResidualStream) {
  return {
    token: stream.slot(TOKEN_CODE_BITS),
    /** The token code without a leading space, for the first word of a quotation. */
    asFirstWord: stream.slot(TOKEN_CODE_BITS),
    word: stream.slot(WORD_CODE_BITS),
    /** Of a passage marker: the token code of its citation. Of an answer: that of the passage it quotes. */
    citation: stream.slot(TOKEN_CODE_BITS),
    /** The token code to be written next; fixed texts know it from the start, copying finds it in the last layer. */
    next: stream.slot(TOKEN_CODE_BITS),
  }
}

/** By the embedding (`seen` and the four from `isCapitalised` on) and by mark-places: where in the chat a token stands. */
function placeSlots(stream: ResidualStream) {
  const flag = () => stream.slot(1)
  return {
    seen: seenFlags(stream),
    oneBack: seenFlags(stream),
    twoBack: seenFlags(stream),
    isThirdAfterChatMark: flag(),
    isCapitalised: flag(),
    /** 1 for words of more than three letters, 0.5 for shorter ones: how much its vote counts in a question. */
    salience: flag(),
    /** Copying ends before a token that is an edge: end of a line or turn, a marker, or a sentence start. */
    isEdge: flag(),
    endsThought: flag(),
    isFirst: flag(),
    isSecond: flag(),
    isThird: flag(),
    isTurnStart: flag(),
    isAnswerStart: flag(),
    isThoughtStart: flag(),
    isSentenceStart: flag(),
    isCandidate: flag(),
    /** The start of a line that is no passage. */
    isOutside: flag(),
    /** Half the difference of marker and outside at the nearest of the two: +0.5 inside a passage, -0.5 outside. */
    passageSide: flag(),
  }
}

/** What tokens want to know of the tokens just before them. */
function seenFlags(stream: ResidualStream) {
  const all = stream.slot(9)
  return {
    all,
    chatMark: entryOf(all, 0),
    user: entryOf(all, 1),
    assistant: entryOf(all, 2),
    newline: entryOf(all, 3),
    marker: entryOf(all, 4),
    firstMarker: entryOf(all, 5),
    sentenceEnd: entryOf(all, 6),
    abbreviation: entryOf(all, 7),
    thoughtEnd: entryOf(all, 8),
  }
}

/** Positions: of the token (count-positions), of its surroundings (find-surroundings), and what follows from them. */
function clockSlots(stream: ResidualStream) {
  const clock = () => stream.slot(CLOCK_SIZE)
  return { position: clock(), turn: clock(), sentence: clock(), votes: clock(), offset: clock(), pointer: clock() }
}

function answerSlots(stream: ResidualStream) {
  return {
    passage: stream.slot(TOKEN_CODE_BITS),
    hasFound: stream.slot(1),
    hasPointer: stream.slot(1),
    isSourceEdge: stream.slot(1),
  }
}
