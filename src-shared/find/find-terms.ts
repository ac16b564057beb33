import { indexedWords, isUnspaced } from '../retrieval/query-terms.ts'
import { asIndexed } from '../retrieval/word-stem.ts'

/** Words next to each other, as the index writes them: one of them mostly, more for what stands in quotes or is written `K-200`. */
export interface WordsTerm {
  readonly words: readonly string[]
  /** The last word may go on: it is still being typed. */
  readonly isBeginning: boolean
}

/** Characters of a script without spaces, to be found anywhere in the text. */
export interface CharactersTerm {
  readonly characters: string
}

/** All of them have to be there. */
export type FindTerm = WordsTerm | CharactersTerm

const piece = /"([^"]*)("?)|“([^”]*)(”?)|„([^“”]*)([“”]?)|«([^»]*)(»?)|[^\s"“„«]+/gu

/** What a person typed, as terms to be found. Nothing in it is an operator. */
export function findTerms(query: string): FindTerm[] {
  const pieces = [...query.matchAll(piece)].map((match) => {
    const quotedAt = [1, 3, 5, 7].find((group) => match[group] !== undefined)
    const isClosed = quotedAt !== undefined && match[quotedAt + 1] !== ''
    return { text: quotedAt === undefined ? match[0] : (match[quotedAt] ?? ''), isClosed }
  })
  // Beside characters without spaces a Latin word has none either, and the index of words does not know it: `K-200的保修期`.
  if (isUnspaced(query)) return pieces.flatMap(({ text }) => runsOf(text.toLowerCase()).map((characters) => ({ characters })))
  return pieces.flatMap(({ text, isClosed }, at): FindTerm[] => {
    const words = indexedWords(text).map(asIndexed)
    const isBeginning = at === pieces.length - 1 && !isClosed && !/\s$/u.test(query)
    return words.length === 0 ? [] : [{ words, isBeginning }]
  })
}

/** Cut where the script changes from one with spaces to one without; without the signs around each run. */
function runsOf(text: string): string[] {
  const runs: string[] = []
  for (const character of text) {
    const last = runs.at(-1)
    const isSame = last !== undefined && (isUnspaced(last) === isUnspaced(character) || /\p{M}/u.test(character))
    if (isSame) runs[runs.length - 1] = last + character
    else runs.push(character)
  }
  return runs.map((run) => run.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}\p{M}]+$/gu, '')).filter((run) => run !== '')
}
