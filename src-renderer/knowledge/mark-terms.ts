import { indexedWords } from '../../src-shared/retrieval/query-terms.ts'
import { isStopWord } from '../../src-shared/retrieval/stop-words.ts'
import { asIndexed, wordStem } from '../../src-shared/retrieval/word-stem.ts'

export interface MarkedPart {
  readonly text: string
  readonly isTerm: boolean
}

/** Shorter words say little about why a passage was found. */
const shortest = 3

/** The text in parts, the words of the question marked in whatever form they stand there. */
export function markTerms(text: string, query: string): readonly MarkedPart[] {
  const stems = indexedWords(query)
    .filter((word) => !isStopWord(word) && (word.length >= shortest || /\p{N}/u.test(word)))
    .map((word) => wordStem(word) ?? asIndexed(word))
  const isTerm = (word: string): boolean => {
    const indexed = asIndexed(word)
    return stems.some((stem) => indexed === stem || (stem.length >= shortest + 1 && indexed.startsWith(stem)))
  }
  return text
    .split(/([\p{L}\p{N}\p{M}\p{Co}]+)/u)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, isTerm: isTerm(part) }))
}
