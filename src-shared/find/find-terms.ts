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
  const pieces = [...query.matchAll(piece)]
  return pieces.flatMap((match, at) => {
    const quotedAt = [1, 3, 5, 7].find((group) => match[group] !== undefined)
    const isClosed = quotedAt !== undefined && match[quotedAt + 1] !== ''
    const isLast = at === pieces.length - 1 && !isClosed && !/\s$/u.test(query)
    return termsOf(quotedAt === undefined ? match[0] : (match[quotedAt] ?? ''), isLast)
  })
}

/** Runs with spaces between words and runs without are told apart: `K-200保修` is two terms. */
function termsOf(text: string, isLast: boolean): FindTerm[] {
  const runs = isUnspaced(text) ? runsOf(text) : [text]
  return runs.flatMap((run, at): FindTerm[] => {
    if (isUnspaced(run)) return [{ characters: run.toLowerCase() }]
    const words = indexedWords(run).map(asIndexed)
    return words.length === 0 ? [] : [{ words, isBeginning: isLast && at === runs.length - 1 }]
  })
}

/** Cut where the script begins or ends to have spaces; signs between characters end a run. */
function runsOf(text: string): string[] {
  const runs: string[] = []
  for (const character of text.match(/[\p{L}\p{N}\p{M}]\p{M}*|[^\p{L}\p{N}]+/gu) ?? []) {
    const last = runs.at(-1)
    if (last !== undefined && isUnspaced(last) === isUnspaced(character)) runs[runs.length - 1] = last + character
    else runs.push(character)
  }
  return runs
}
