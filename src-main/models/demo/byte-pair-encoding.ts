// Byte-level byte-pair encoding as GPT-2 and Qwen2 use it: 256 byte symbols and merges learnt from words, so any text has tokens.

/** The printable stand-in of each byte in a tokenizer file (GPT-2's `bytes_to_unicode`). */
export const byteCharacters: readonly string[] = Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(standIn(byte)))

/** A UTF-8 text, byte by byte, in stand-ins. */
export const toByteCharacters = (text: string): string =>
  [...Buffer.from(text, 'utf8')].map((byte) => byteCharacters[byte]).join('')

/** The text of a token; bytes that are no whole character become U+FFFD. */
export const fromByteCharacters = (token: string): string =>
  Buffer.from([...token].map((character) => byteOf.get(character) ?? 0)).toString('utf8')

const byteOf = new Map(byteCharacters.map((character, byte) => [character, byte]))

/** Printable Latin-1 stands for itself; the 68 other bytes are moved behind U+00FF, in order. */
function standIn(byte: number): number {
  if (isPrintable(byte)) return byte
  return 256 + Array.from({ length: byte }, (_, below) => below).filter((below) => !isPrintable(below)).length
}

function isPrintable(byte: number): boolean {
  return (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174
}

export interface BytePairs {
  /** The 256 bytes, then one token per merge. */
  readonly tokens: readonly string[]
  /** Two tokens with a space between, in the order in which they apply. */
  readonly merges: readonly string[]
}

/** Learns at most `mergeCount` merges from weighted words (a word has its leading space if it is written with one). */
export function learnBytePairs(words: ReadonlyMap<string, number>, mergeCount: number): BytePairs {
  const tokens = [...byteCharacters]
  const merges: string[] = []
  const corpus = createCorpus(words)
  while (merges.length < mergeCount) {
    const pair = corpus.mostFrequentPair()
    if (pair === undefined) break
    const [left, right] = [tokens[pair.left] ?? '', tokens[pair.right] ?? '']
    corpus.merge(pair, tokens.length)
    merges.push(`${left} ${right}`)
    tokens.push(left + right)
  }
  return { tokens, merges }
}

interface Pair {
  readonly left: number
  readonly right: number
}

interface Word {
  symbols: number[]
  readonly weight: number
}

/** The words as symbol numbers, with a running count of every adjacent pair: a row of numbers, for it is gone through at each merge. */
function createCorpus(text: ReadonlyMap<string, number>) {
  const words: Word[] = [...text].map(([word, weight]) => ({ symbols: [...Buffer.from(word, 'utf8')], weight }))
  const [pairs, counts]: [number[], number[]] = [[], []]
  const places = new Map<number, number>()
  const wordsWith = new Map<number, Set<Word>>()
  for (const word of words) count(word, word.weight)

  function count(word: Word, weight: number): void {
    for (const [left, right] of neighbours(word.symbols)) {
      const key = pairKey({ left, right })
      const at = places.get(key) ?? pairs.push(key) - 1
      places.set(key, at)
      counts[at] = (counts[at] ?? 0) + weight
      const holders = wordsWith.get(key) ?? new Set()
      wordsWith.set(key, holders.add(word))
    }
  }

  return {
    mostFrequentPair(): Pair | undefined {
      let [best, bestCount] = [-1, 0]
      for (let at = 0; at < counts.length; at++) {
        const pairCount = counts[at] ?? 0
        if (pairCount > bestCount) [best, bestCount] = [at, pairCount]
      }
      const key = pairs[best]
      return key === undefined ? undefined : { left: Math.floor(key / SYMBOLS), right: key % SYMBOLS }
    },

    merge(pair: Pair, symbol: number): void {
      for (const word of wordsWith.get(pairKey(pair)) ?? []) {
        count(word, -word.weight)
        word.symbols = mergePair(word.symbols, pair, symbol)
        count(word, word.weight)
      }
      const key = pairKey(pair)
      counts[places.get(key) ?? 0] = 0
      places.delete(key)
      wordsWith.delete(key)
    },
  }
}

const SYMBOLS = 2 ** 16
const pairKey = ({ left, right }: Pair): number => left * SYMBOLS + right

function* neighbours(symbols: readonly number[]): Generator<readonly [number, number]> {
  let left: number | undefined
  for (const right of symbols) {
    if (left !== undefined) yield [left, right]
    left = right
  }
}

function mergePair(symbols: readonly number[], { left, right }: Pair, merged: number): number[] {
  const result: number[] = []
  for (let at = 0; at < symbols.length; at++) {
    const isPair = symbols[at] === left && symbols[at + 1] === right
    result.push(isPair ? merged : (symbols[at] ?? 0))
    if (isPair) at++
  }
  return result
}
