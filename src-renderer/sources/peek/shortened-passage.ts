import type { TextRange } from '../../../src-shared/find/match-terms.ts'

export interface ShortPassage {
  readonly before: string
  /** What carries the answer; '' where nothing stands out. */
  readonly sentence: string
  readonly after: string
}

/** Characters that are shown of a passage at most. */
const mostCharacters = 480
/** Of them, what stands before the sentence. */
const mostBefore = 140

/** As much of a passage as is read at a glance: its sentence with what stands around it, cut between words. */
export function shortenedPassage(text: string, sentence: TextRange | undefined): ShortPassage {
  const [from, to] = sentence ?? [0, 0]
  const start = from > mostBefore ? from - mostBefore : 0
  const marked = cutEnd(text.slice(from, to), mostCharacters)
  const room = Math.max(0, mostCharacters - (from - start) - marked.length)
  return {
    before: start > 0 ? `…${text.slice(start, from).replace(/^\S*\s/, '')}` : text.slice(0, from),
    sentence: marked,
    after: cutEnd(text.slice(to), room),
  }
}

function cutEnd(text: string, most: number): string {
  if (text.trimEnd().length <= most) return text.trimEnd()
  return `${text
    .slice(0, most)
    .replace(/\s+\S*$/, '')
    .trimEnd()}…`
}
