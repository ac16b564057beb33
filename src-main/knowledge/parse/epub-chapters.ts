import type { ContentsEntry } from './epub-contents.ts'
import type { BookPage } from './parse-html.ts'

export interface ChapterStart {
  readonly start: number
  readonly name: string
}

/**
 * Where chapters begin in the text of a part, in order; the first name of a place counts. A place that is nowhere in the text is left out, but for the
 * first name, which then stands for the part. A part that the table of contents does not name has the name of its own first heading, if any.
 */
export function chapterStarts(page: BookPage, entries: readonly ContentsEntry[]): ChapterStart[] {
  const found = entries.flatMap(({ name, id }, at) => {
    const start = id === undefined ? 0 : page.anchors.get(id)
    return start === undefined && at > 0 ? [] : [{ start: start ?? 0, name }]
  })
  const [heading] = page.headings
  const starts = entries.length > 0 || heading === undefined ? found : [{ start: 0, name: heading.text }]
  const inOrder = starts.toSorted((a, b) => a.start - b.start)
  return inOrder.filter(({ start }, at) => at === 0 || start > (inOrder[at - 1]?.start ?? 0))
}
