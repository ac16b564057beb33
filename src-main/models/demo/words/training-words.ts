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
  // Frequency falls with the rank, as in any language (Zipf)
  for (const [rank, word] of commonWords.entries()) addWord(add, word, Math.ceil(6000 / (rank + 10)) + 3)
  for (const word of documentWords) addWord(add, word, DOCUMENT_WORD)
  for (const part of wordParts) {
    add(part, 60)
    add(` ${part}`, 3)
  }
  return weights
}

const DOCUMENT_WORD = 8

/**
 * A word is looked for as a whole, so the ways in which it is usually written have to be tokens: after a space, capitalised after
 * a full stop, and capitalised at the start of a passage. Its forms are the word and an ending.
 */
function addWord(add: (word: string, weight: number) => void, word: string, weight: number): void {
  add(` ${word}`, weight * 4)
  add(word, Math.ceil(weight / 4))
  for (const start of [' ', '']) add(start + capitalised(word), weight)
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
