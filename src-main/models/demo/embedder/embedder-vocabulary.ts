import { byteCharacters, learnBytePairs, toByteCharacters } from '../byte-pair-encoding.ts'
import { commonWords, documentWords, stopWords } from '../words/english-words.ts'
import { inflect } from '../words/inflect.ts'

export const CONTINUATION = '##'
export const specialTokens = { start: '<s>', padding: '<pad>', end: '</s>', unknown: '[UNK]', mask: '<mask>' } as const

/** A WordPiece token and what it adds to the vector of a text. */
export interface PieceToken {
  readonly token: string
  /** Tokens with the same meaning share one random vector: the forms of a word, a piece at the start and inside of a word. */
  readonly meaning: string
  /** Weight of its own vector. */
  readonly own: number
  /** Weight of its vector bound to that of the piece before it, inside a word: what tells unknown words apart. */
  readonly bond: number
  /** How much of the piece before still counts by itself: much before an ending, little inside an unknown word. */
  readonly keepsPrevious: number
}

/** Special tokens, words with their forms, endings, and pieces that make up any text, byte by byte if need be. */
export function buildEmbedderVocabulary(): readonly PieceToken[] {
  const tokens = new Map<string, PieceToken>()
  const add = (token: PieceToken) => {
    if (!tokens.has(token.token)) tokens.set(token.token, token)
  }
  for (const token of Object.values(specialTokens)) add({ ...whole, token, meaning: token, own: ALMOST_NOTHING })
  for (const token of [...wordTokens(), ...endings.map(endingToken)]) add(token)
  for (const piece of pieces()) {
    add(startToken(piece))
    add(innerToken(piece))
  }
  return [...tokens.values()]
}

const whole = { bond: 0, keepsPrevious: 1 } as const

/** Not zero, so that even an empty text has a direction and its length can be made 1. */
const ALMOST_NOTHING = 0.02
const STOP_WORD = 0.08
const SYMBOL = 0.05

/** Words of the list with all their forms; a word of the list is never taken for a form of another. */
function* wordTokens(): Generator<PieceToken> {
  const words = new Map([...documentWords, ...commonWords].map((word) => [word.toLowerCase(), wordWeight(word.toLowerCase())]))
  for (const word of stopWords) words.set(word, STOP_WORD)
  for (const [word, own] of words) yield { ...whole, token: word, meaning: word, own }
  for (const [word, own] of words) for (const form of inflect(word)) yield { ...whole, token: form, meaning: word, own }
}

/** The commoner a word, the less it says (an inverse document frequency, guessed from the rank). */
function wordWeight(word: string): number {
  if (stopWords.has(word)) return STOP_WORD
  const rank = commonWords.indexOf(word)
  return rank < 0 ? 1 : 0.4 + 0.6 * Math.min(1, rank / commonWords.length)
}

const endings = [
  's',
  'es',
  'd',
  'ed',
  'ing',
  'er',
  'ers',
  'ly',
  'al',
  'y',
  'ment',
  'ness',
  'able',
  'less',
  'ful',
  'ity',
  'ive',
  'ous',
  'ion',
]

const endingToken = (ending: string): PieceToken => ({
  token: CONTINUATION + ending,
  meaning: ending,
  own: 0.1,
  bond: 0.15,
  keepsPrevious: 1,
})

const startToken = (piece: string): PieceToken => ({ ...whole, token: piece, meaning: piece, own: startWeight(piece) })

function startWeight(piece: string): number {
  if (isLetterOrDigit(piece)) return 0.5
  return piece.length === 1 && piece.charCodeAt(0) < 128 ? SYMBOL : 0.2
}

const innerToken = (piece: string): PieceToken => ({
  token: CONTINUATION + piece,
  meaning: piece,
  own: isLetterOrDigit(piece) ? 0.3 : 0.05,
  bond: 0.8,
  keepsPrevious: 0.35,
})

const isLetterOrDigit = (piece: string): boolean => /^[a-z0-9]+$/.test(piece)

/** In byte characters: bytes, fragments of English, numbers of two digits, letters of two bytes, the first two bytes of three. */
function pieces(): readonly string[] {
  const words = new Map([...commonWords, ...documentWords].map((word) => [word.toLowerCase(), 1]))
  const fragments = learnBytePairs(words, FRAGMENTS).tokens.filter((token) => /^[a-z]{2,4}$/.test(token))
  const numbers = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'))
  return [...byteCharacters, ...fragments, ...numbers, ...twoByteCharacters(), ...threeByteBeginnings()]
}

const FRAGMENTS = 900

const twoByteCharacters = (): string[] =>
  Array.from({ length: 0x800 - 0x80 }, (_, index) => toByteCharacters(String.fromCodePoint(0x80 + index)))

function threeByteBeginnings(): string[] {
  const firsts = byteCharacters.slice(0xe0, 0xf0)
  const seconds = byteCharacters.slice(0x80, 0xc0)
  return firsts.flatMap((first) => seconds.map((second) => first + second))
}
