import { indexedWords, queryTerms } from './query-terms.ts'
import { isStopWord, looksGerman } from './stop-words.ts'
import { asIndexed } from './word-stem.ts'

/**
 * What a passage must have to answer a question: a number, a name, an identifier, a quotation. "How long is the guarantee of the
 * K-300?" is not answered by what is said of the K-250, however near it is.
 */
export interface Specific {
  /** As the index writes it. */
  readonly text: string
  /** For a bare number the ways it stands beside its neighbours in the question, one of which must be found; empty when alone. */
  readonly beside: readonly string[]
}

/** Every word of the texts as the index writes it, with a space before and behind. */
export const asSearched = (texts: readonly string[]): string => ` ${indexedWords(texts.join(' ')).map(asIndexed).join(' ')} `

export const hasSpecific = (searched: string, { text, beside }: Specific): boolean =>
  (beside.length === 0 ? [text] : beside).some((wanted) => searched.includes(` ${wanted} `))

const piece = /[^\s?!,;:()"“”„«»]+/gu

export function specificsOf(query: string): Specific[] {
  const pieces = [...query.matchAll(piece)].map(({ 0: text, index }) => ({
    text: bare(text),
    startsSentence: starts(query, index),
  }))
  const { phrases } = queryTerms(query)
  const isGerman = looksGerman(pieces.map(({ text }) => text))
  const found = pieces.flatMap(({ text, startsSentence }, at): Specific[] => {
    if (/^\d+(?:[.,]\d+)*$/u.test(text)) {
      const pairs = [joined(pieces[at - 1]?.text, text), joined(text, pieces[at + 1]?.text)]
      return [{ text: written(text), beside: isYear(text) ? [] : pairs.filter((pair) => pair !== undefined) }]
    }
    // In German every noun has a capital; in the other languages one inside of a sentence makes a name.
    const isName = !isGerman && !startsSentence && /^\p{Lu}\p{L}/u.test(text)
    return isName || isCode(text) ? [{ text: written(text), beside: [] }] : []
  })
  return [...found, ...phrases.map((phrase) => ({ text: written(phrase), beside: [] }))].filter(({ text }) => text !== '')
}

const bare = (text: string): string => text.replaceAll(/^[.'’‘]+|[.'’‘]+$/gu, '').replace(/['’]s$/u, '')

const starts = (query: string, at: number): boolean => /(?:^|[.?!:]["”'’)]*)\s*["“„«'‘(]?$/u.test(query.slice(0, at))

const isCode = (text: string): boolean => /\d/u.test(text) && /^[\x20-\x7e]+$/u.test(text)

/** It means the same whatever stands beside it. */
const isYear = (text: string): boolean => /^(?:19|20)\d\d$/u.test(text)

const written = (text: string): string => indexedWords(text).map(asIndexed).join(' ')

/** Undefined beside a word that could stand beside any number. */
function joined(first: string | undefined, second: string | undefined): string | undefined {
  if (first === undefined || second === undefined || isStopWord(first) || isStopWord(second)) return undefined
  return written(`${first} ${second}`)
}
