import type { TextRange } from './match-terms.ts'

export interface Snippet {
  readonly text: string
  readonly marks: readonly TextRange[]
}

/** Characters shown before the first mark, so that it is seen in a narrow row. */
const lead = 24

/** About `length` characters of the text where most marks are close together, on one line; an ellipsis where it was cut. */
export function cutSnippet(text: string, marks: readonly TextRange[], length: number): Snippet {
  const first = marks[densest(marks, length)]?.[0] ?? 0
  const from = first <= lead || text.length <= length ? 0 : wordStart(text, first - lead)
  const to = Math.min(text.length, from + length)
  const head = from > 0 ? '…' : ''
  const shown = text.slice(from, to).replaceAll(/\s/gu, ' ')
  const inside = marks.filter(([start, end]) => start >= from && end <= to)
  return {
    text: `${head}${shown}${to < text.length ? '…' : ''}`,
    marks: inside.map(([start, end]) => [start - from + head.length, end - from + head.length]),
  }
}

/** The mark from which on most others are within a snippet. */
function densest(marks: readonly TextRange[], length: number): number {
  let best = 0
  let most = 0
  let end = 0
  for (const [at, [start]] of marks.entries()) {
    while (end < marks.length && (marks[end]?.[1] ?? 0) - start <= length - lead) end++
    if (end - at > most) {
      most = end - at
      best = at
    }
  }
  return best
}

/** Not in the middle of a word, unless it is a long one. */
function wordStart(text: string, at: number): number {
  const blank = text.slice(at, at + lead).search(/\s/u)
  return blank === -1 ? at : at + blank + 1
}
