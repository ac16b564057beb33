import { baseForm } from './words/base-form.ts'
import { stopWords } from './words/english-words.ts'

/**
 * The 24-bit word of the extended Golay code for a 12-bit number. Two different ones differ in at least 8 bits, so comparing
 * codes bit by bit tells the same word (24 agree) from any other (at most 16) with room for rounding.
 */
export function golayCode(number: number): number {
  let remainder = number << 11
  for (let bit = 22; bit >= 11; bit--) if ((remainder >> bit) & 1) remainder ^= GOLAY_POLYNOMIAL << (bit - 11)
  const code = (number << 11) | remainder
  let parity = 0
  for (let bit = 0; bit < 23; bit++) parity ^= (code >> bit) & 1
  return (code << 1) | parity
}

export const WORD_CODE_BITS = 24
const GOLAY_POLYNOMIAL = 0xc75

/** Bit `bit` of a number as +1 or -1. */
export const signOf = (number: number, bit: number): number => ((number >> bit) & 1 ? 1 : -1)

/**
 * What a token is compared by: lower case and without the endings of plural, past and so on; nothing for punctuation and for words
 * that carry no meaning. Pieces of a character (bytes) only equal themselves.
 */
export function comparedWord(text: string, token: string): string | undefined {
  const lower = text.trim().toLowerCase()
  const base = baseForm(lower)
  if (!/[\p{L}\p{N}\ufffd]/u.test(base) || stopWords.has(base) || stopWords.has(lower) || endings.has(text)) return undefined
  return base.includes('\ufffd') ? token : base
}

/** Tokens that end a word whose beginning is a token of its own. */
const endings: ReadonlySet<string> = new Set(['s', 'es', 'd', 'ed', 'ing', 'er', 'ers', 'ly', 'al', 'y', 'ies'])
