import type { TextRange } from '../../../src-shared/find/match-terms.ts'
import type { Source } from '../../../src-shared/rows/message.ts'

export interface PageRange {
  readonly page: number
  readonly start: number
  readonly end: number
}

/** What is marked on a page, in the offsets of its own kept text. */
export interface PageMarks {
  readonly passage: TextRange | undefined
  readonly sentence: TextRange | undefined
  /** What is looked at beside the passage. */
  readonly here: TextRange | undefined
}

export interface MarkWish {
  readonly source: Pick<Source, 'start' | 'end'>
  /** In the passage's own offsets. */
  readonly sentence: TextRange | undefined
  /** What is brought into view, in the kept text. */
  readonly at: TextRange
}

/** The part of each mark that lies on this page; undefined when none does. */
export function marksOn(page: PageRange, { source, sentence, at }: MarkWish): PageMarks | undefined {
  const on = ([from, to]: TextRange): TextRange | undefined => {
    const [start, end] = [Math.max(from, page.start), Math.min(to, page.end)]
    return start < end ? [start - page.start, end - page.start] : undefined
  }
  const isPassage = at[0] === source.start && at[1] === source.end
  const marks: PageMarks = {
    passage: on([source.start, source.end]),
    sentence: sentence && on([source.start + sentence[0], source.start + sentence[1]]),
    here: isPassage ? undefined : on(at),
  }
  return marks.passage || marks.here ? marks : undefined
}

/** What is looked for first: the sentence that carries the answer, which may stand pages behind the beginning of its passage. */
export function landingOf({ source, sentence, at }: MarkWish): number {
  const isPassage = at[0] === source.start && at[1] === source.end
  return isPassage && sentence ? source.start + sentence[0] : at[0]
}

/** The page that a place of the kept text lies on. Between two pages it is the later one. */
export const pageAt = (pages: readonly PageRange[], offset: number): number =>
  pages.find(({ end }) => offset < end)?.page ?? pages.at(-1)?.page ?? 1
