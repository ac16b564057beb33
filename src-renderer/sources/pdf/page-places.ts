import type { TextRange } from '../../../src-shared/find/match-terms.ts'
import { squeeze } from './squeezed-text.ts'

/** A part of one piece of text that is drawn on a page. */
export interface PiecePlace {
  readonly piece: number
  readonly start: number
  readonly end: number
}

export interface PageTexts {
  /** What was kept of the page. */
  readonly kept: string
  /** What is drawn on it, in the order of the file. */
  readonly drawn: readonly string[]
}

export type FindPlaces = (range: TextRange) => PiecePlace[]

/** Answers where a range of the kept text is drawn. Nothing where the page does not say it, so that nothing wrong is marked. */
export function pagePlaces({ kept, drawn }: PageTexts): FindPlaces {
  const keptLetters = squeeze(kept)
  const pieces = drawn.map(squeeze)
  const starts = startsOf(pieces.map(({ at }) => at.length))
  const letters = pieces.map(({ text }) => text).join('')
  const isSame = letters === keptLetters.text
  return ([from, to]) => {
    const first = countBefore(keptLetters.at, from)
    const last = countBefore(keptLetters.at, to)
    const start = isSame ? first : nearest(letters, keptLetters.text.slice(first, last), first)
    if (start === undefined || last <= first) return []
    const end = start + (last - first)
    return pieces.flatMap(({ at }, piece): PiecePlace[] => {
      const begin = starts[piece] ?? 0
      const [one, past] = [Math.max(0, start - begin), Math.min(at.length, end - begin)]
      if (past <= one) return []
      return [{ piece, start: at[one] ?? 0, end: (at[past - 1] ?? 0) + 1 }]
    })
  }
}

function startsOf(lengths: readonly number[]): number[] {
  let sum = 0
  return lengths.map((length) => {
    sum += length
    return sum - length
  })
}

/** How many of the ascending numbers are below the limit. */
function countBefore(ascending: readonly number[], limit: number): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] ?? 0) < limit) low = middle + 1
    else high = middle
  }
  return low
}

/** Another version may have read the page otherwise: then the same words, where they are nearest to their old place. */
function nearest(text: string, words: string, at: number): number | undefined {
  if (words === '') return undefined
  const before = text.lastIndexOf(words, at)
  const after = text.indexOf(words, at)
  if (before < 0 || after < 0) return before < 0 && after < 0 ? undefined : Math.max(before, after)
  return at - before <= after - at ? before : after
}
