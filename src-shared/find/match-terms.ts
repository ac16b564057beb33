import { asIndexed } from '../retrieval/word-stem.ts'
import type { FindTerm, WordsTerm } from './find-terms.ts'

/** Where in a text, in UTF-16 units: from the first up to, and without, the second. */
export type TextRange = readonly [start: number, end: number]

interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
}

const inText = /[\p{L}\p{N}\p{M}\p{Co}]+/gu

/** Texts may be books; what lies behind this many characters is found by the index and not marked. */
const longest = 200_000

/** Every place of every term, in order and without overlap; undefined when a term is nowhere. */
export function matchTerms(text: string, terms: readonly FindTerm[]): TextRange[] | undefined {
  const looked = text.slice(0, longest)
  const words = terms.some((term) => 'words' in term) ? wordsOf(looked) : []
  const places = terms.map((term) => ('words' in term ? wordPlaces(words, term) : characterPlaces(looked, term.characters)))
  return places.some((found) => found.length === 0) ? undefined : withoutOverlap(places.flat())
}

const wordsOf = (text: string): Word[] =>
  [...text.matchAll(inText)].map(({ 0: word, index }) => ({
    text: asIndexed(word),
    start: index,
    end: index + word.length,
  }))

function wordPlaces(words: readonly Word[], { words: wanted, isBeginning }: WordsTerm): TextRange[] {
  const last = wanted.length - 1
  const isAt = (at: number): boolean =>
    wanted.every((want, n) => {
      const have = words[at + n]?.text
      return isBeginning && n === last ? have?.startsWith(want) === true : have === want
    })
  return words.flatMap(({ start }, at) => (isAt(at) ? [[start, words[at + last]?.end ?? start] as const] : []))
}

function characterPlaces(text: string, characters: string): TextRange[] {
  const lower = text.toLowerCase()
  // Some letters grow when they are made small, and every place behind them would be wrong.
  const looked = lower.length === text.length ? lower : text
  const places: TextRange[] = []
  for (let at = looked.indexOf(characters); at !== -1; at = looked.indexOf(characters, at + characters.length))
    places.push([at, at + characters.length])
  return places
}

function withoutOverlap(places: readonly TextRange[]): TextRange[] {
  const kept: TextRange[] = []
  for (const place of places.toSorted((a, b) => a[0] - b[0] || b[1] - a[1])) {
    const before = kept.at(-1)
    if (before === undefined || place[0] >= before[1]) kept.push(place)
  }
  return kept
}
