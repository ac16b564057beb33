import type { TextRange } from '../../src-shared/find/match-terms.ts'

/** What the answer says with this number, a sentence for each time that it cites it. */
export function citedClaims(answer: string, number: number): string[] {
  const claims: string[] = []
  for (const { index, 1: list = '' } of answer.matchAll(citation)) {
    if (!list.split(',').map(Number).includes(number)) continue
    const before = answer.slice(Math.max(0, index - longestClaim), index).replaceAll(citation, '')
    const last = sentenceRanges(before).findLast(([start, end]) => wordsOf(before.slice(start, end)).size > 1)
    if (last) claims.push(before.slice(...last))
  }
  return claims
}

/** [1] or [1, 3]. */
const citation = /\[(\d{1,3}(?:\s?,\s?\d{1,3})*)\]/g
const longestClaim = 1000
const leastShared = 2
const leastOverlap = 0.25

/** The sentence of the passage that has most in common with one of the claims; undefined when none has enough. */
export function answeringSentence(passage: string, claims: readonly string[]): TextRange | undefined {
  const claimed = claims.map(wordsOf)
  let best: { readonly range: TextRange; readonly overlap: number } | undefined
  for (const range of sentenceRanges(passage)) {
    const words = wordsOf(passage.slice(...range))
    const overlap = Math.max(0, ...claimed.map((claim) => overlapOf(words, claim)))
    if (overlap >= leastOverlap && overlap > (best?.overlap ?? 0)) best = { range, overlap }
  }
  return best?.range
}

/** Shared words against all words of both, so that a long sentence does not win by its length alone. */
function overlapOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((word) => other.has(word)).length
  return shared < leastShared ? 0 : (2 * shared) / (one.size + other.size)
}

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu))

/** Sentences never reach over a blank line; a line break within one is only how the page was set. */
function sentenceRanges(text: string): TextRange[] {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' })
  return [...text.matchAll(/\S(?:[^\n]|\n(?![ \t]*(?:\n|$)))*/g)].flatMap(({ 0: block, index }) =>
    [...segmenter.segment(block.replaceAll('\n', ' '))].flatMap(({ segment, index: at }): TextRange[] => {
      const start = index + at
      const length = segment.trimEnd().length
      return length === 0 ? [] : [[start, start + length]]
    }),
  )
}
