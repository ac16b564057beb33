import { createMatrix, type Matrix } from './circuit/matrix.ts'
import { CONSTANT_SIZE, constant, entriesOf, type Slot } from './circuit/residual-stream.ts'
import { AFTER_THOUGHT, citations, noPassagesAnswer, passageMarkers, thought } from './fixed-texts.ts'
import { type Slots, TOKEN_CODE_BITS } from './slots.ts'
import { startsCapitalised, type Vocabulary, type VocabularyToken } from './vocabulary.ts'
import { comparedWord, golayCode, signOf } from './word-codes.ts'

/** One row per token: all that can be known of it without its neighbours. Layers read these entries and add others. */
export function embedTokens(vocabulary: Vocabulary, slots: Slots): Matrix {
  if (vocabulary.entries.length > 2 ** TOKEN_CODE_BITS) throw new RangeError(`a token's code has only ${TOKEN_CODE_BITS} bits`)
  const embedding = createMatrix(vocabulary.entries.length, slots.width)
  const table = { embedding, vocabulary, slots }
  const wordNumbers = createNumbering()
  for (const token of vocabulary.entries) {
    embedIdentity(table, token)
    embedPunctuation(table, token)
    if (token.origin === 'text') embedWord(table, token, wordNumbers)
  }
  embedChatMarks(table)
  embedPassageMarkers(table)
  embedFixedTexts(table)
  return embedding
}

/** One row per token: its logit is 8 per bit of `next` that agrees with its number, so the next-best token is 16 behind. */
export function readOutTokens(vocabulary: Vocabulary, slots: Slots): Matrix {
  const output = createMatrix(vocabulary.entries.length, slots.width)
  for (const { id } of vocabulary.entries) setCode(output, id, { slot: slots.next, code: id, size: 8 })
  return output
}

/** Set in the embedding, this beats whatever copying adds in the last layer. */
const FIXED_NEXT = 12

interface Table {
  readonly embedding: Matrix
  readonly vocabulary: Vocabulary
  readonly slots: Slots
}

function setCode(matrix: Matrix, row: number, { slot, code, size = 1 }: { slot: Slot; code: number; size?: number }): void {
  for (const [bit, entry] of entriesOf(slot).entries()) matrix.set(row, entry.at, size * signOf(code, bit))
}

function embedIdentity({ embedding, vocabulary, slots }: Table, token: VocabularyToken): void {
  embedding.set(token.id, constant.at, CONSTANT_SIZE)
  setCode(embedding, token.id, { slot: slots.token, code: token.id })
  setCode(embedding, token.id, { slot: slots.asFirstWord, code: vocabulary.withoutSpace(token) })
}

function embedPunctuation({ embedding, slots }: Table, { id, origin, text }: VocabularyToken): void {
  if (origin === 'tag') return
  const flag = (slot: Slot) => embedding.set(id, slot.at, 1)
  if (startsCapitalised(text)) flag(slots.isCapitalised)
  if (/^[^\n]*[.!?]["')\]]*$/.test(text)) flag(slots.seen.sentenceEnd)
  if (/^ ?(Dr|Mr|Mrs|Ms|Prof|St|No|Inc|vs|[A-Z])$/.test(text)) flag(slots.seen.abbreviation)
}

function embedWord({ embedding, vocabulary, slots }: Table, token: VocabularyToken, numberOf: (word: string) => number): void {
  const word = comparedWord(token.text, vocabulary.tokens[token.id] ?? '')
  if (word === undefined) return
  setCode(embedding, token.id, { slot: slots.word, code: golayCode(numberOf(word)) })
  embedding.set(token.id, slots.salience.at, word.length > 3 ? 1 : 0.5)
}

function embedChatMarks({ embedding, vocabulary, slots }: Table): void {
  const mark = (text: string, ...flags: Slot[]) => {
    for (const flag of flags) embedding.set(vocabulary.id(text), flag.at, 1)
  }
  mark('<|im_start|>', slots.seen.chatMark)
  mark('user', slots.seen.user)
  mark('assistant', slots.seen.assistant)
  mark('\n', slots.seen.newline, slots.isEdge)
  mark('<|im_end|>', slots.isEdge)
  mark('</think>', slots.seen.thoughtEnd)
  mark(AFTER_THOUGHT, slots.endsThought)
}

function embedPassageMarkers({ embedding, vocabulary, slots }: Table): void {
  for (const [index, marker] of passageMarkers.entries()) {
    const id = vocabulary.id(marker)
    embedding.set(id, slots.seen.marker.at, 1)
    embedding.set(id, slots.isEdge.at, 1)
    if (index === 0) embedding.set(id, slots.seen.firstMarker.at, 1)
    setCode(embedding, id, { slot: slots.citation, code: vocabulary.id(citations[index] ?? '') })
  }
}

function embedFixedTexts({ embedding, vocabulary, slots }: Table): void {
  const chain = (texts: readonly string[]) => {
    for (const [index, text] of texts.slice(1).entries())
      setCode(embedding, vocabulary.id(texts[index] ?? ''), { slot: slots.next, code: vocabulary.id(text), size: FIXED_NEXT })
  }
  for (const citation of citations) chain([citation, '<|im_end|>'])
  chain([...noPassagesAnswer, '<|im_end|>'])
  chain(['<think>', ...thought, '</think>', AFTER_THOUGHT])
}

function createNumbering(): (word: string) => number {
  const numbers = new Map<string, number>()
  return (word) => {
    const number = numbers.get(word) ?? numbers.size + 1
    numbers.set(word, number)
    return number
  }
}
