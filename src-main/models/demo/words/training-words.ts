import { commonWords, documentWords, wordParts } from './english-words.ts'

/** Must be single tokens whatever the counts say: the roles of a chat, the titles that end in a dot, the words of the prompt. */
const indivisibleWords = ['user', 'assistant', 'system', 'Dr', 'Mr', 'Mrs', 'Ms', 'Prof', 'St', 'Question', 'Sources']

/** What the tokenizer learns from: words with a weight, in lower case and capitalised, with and without a leading space. */
export function trainingWords(): ReadonlyMap<string, number> {
  const weights = new Map<string, number>()
  const add = (word: string, weight: number) => weights.set(word, (weights.get(word) ?? 0) + weight)
  for (const word of indivisibleWords) {
    add(word, 9999)
    add(` ${word}`, 9999)
  }
  for (const [rank, word] of commonWords.entries()) addCommonWord(add, word, rank)
  for (const word of documentWords) addDocumentWord(add, word)
  for (const part of wordParts) {
    add(part, 60)
    add(` ${part}`, 3)
  }
  return weights
}

type Add = (word: string, weight: number) => void

/** Frequency falls with the rank, as in any language (Zipf). */
function addCommonWord(add: Add, word: string, rank: number): void {
  const weight = Math.ceil(6000 / (rank + 10)) + 3
  add(` ${word}`, weight * 4)
  add(word, weight)
  add(` ${capitalised(word)}`, weight)
  add(capitalised(word), weight)
  if (word.length > 3) for (const ending of ['s', 'ed', 'ing']) add(` ${word}${ending}`, 1)
}

function addDocumentWord(add: Add, word: string): void {
  add(` ${word}`, 12)
  add(word, 2)
  add(` ${capitalised(word)}`, 10)
  add(capitalised(word), 4)
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
