import type { DocumentHeading, ParsedDocument } from '../../../src-shared/engine/parser.ts'
import type { PdfLine } from './pdf-lines.ts'
import { type OutlineEntry, outlineHeadings } from './pdf-outline.ts'

export interface PdfText {
  readonly text: string
  readonly pages: ParsedDocument['pages']
  readonly headings: DocumentHeading[]
}

interface PlacedLine extends PdfLine {
  readonly start: number
  readonly page: number
}

/** Joins the lines of the pages: a blank line between paragraphs and between pages. Headings are those of the file's own outline, else lines in clearly larger letters. */
export function joinPages(pages: readonly (readonly PdfLine[])[], outline: readonly OutlineEntry[] = []): PdfText {
  const parts: string[] = []
  const ranges: ParsedDocument['pages'] = []
  const placed: PlacedLine[] = []
  let length = 0
  const push = (text: string): void => {
    parts.push(text)
    length += text.length
  }
  pages.forEach((lines, index) => {
    if (index > 0) push('\n\n')
    const start = length
    const usual = usualGap(lines)
    lines.forEach((line, at) => {
      if (at > 0) push(isParagraphStart(line, lines[at - 1], usual) ? '\n\n' : '\n')
      placed.push({ ...line, start: length, page: index + 1 })
      push(line.text)
    })
    ranges.push({ page: index + 1, start, end: length })
  })
  return { text: parts.join(''), pages: ranges, headings: headingsOf(placed, outline) }
}

/** Most frequent distance of two lines, in letter heights. */
function usualGap(lines: readonly PdfLine[]): number {
  const counts = new Map<number, number>()
  for (const { gap } of lines) {
    const rounded = Math.round(gap * 10) / 10
    if (rounded > 0 && rounded < 3) counts.set(rounded, (counts.get(rounded) ?? 0) + 1)
  }
  return mostFrequent(counts) ?? 1.2
}

const isParagraphStart = (line: PdfLine, before: PdfLine | undefined, usual: number): boolean =>
  line.gap > usual * 1.35 || line.gap < -1 || (before !== undefined && Math.abs(line.size - before.size) > before.size * 0.12)

/** An outline whose titles are not in the text names something else: files that were put together, or single pages. */
function headingsOf(lines: readonly PlacedLine[], outline: readonly OutlineEntry[]): DocumentHeading[] {
  const named = outlineHeadings(lines, outline)
  return named.length > 0 && named.length >= outline.length / 2 ? named : findHeadings(lines)
}

function findHeadings(lines: readonly PlacedLine[]): DocumentHeading[] {
  const body = bodySize(lines)
  if (body === undefined) return []
  const repeated = repeatedLines(lines)
  const large = lines.filter(
    ({ size, text }) => size >= body * 1.15 && looksLikeHeading(text) && !repeated.has(runningForm(text)),
  )
  if (large.length > lines.length * 0.3 && large.length > 5) return []
  const sizes = [...new Set(large.map(({ size }) => Math.round(size)))].sort((a, b) => b - a)
  return mergeWrapped(lines, new Set(large)).map(({ line, text }) => ({
    level: Math.min(6, sizes.indexOf(Math.round(line.size)) + 1),
    text,
    start: line.start,
  }))
}

/** Has a word, and is no line of a table of contents. */
const looksLikeHeading = (text: string): boolean => text.length <= 160 && /\p{L}{2}/u.test(text) && !/(?:\. ?){4,}/.test(text)

/** A heading over two lines is one heading. */
function mergeWrapped(lines: readonly PlacedLine[], large: ReadonlySet<PlacedLine>): { line: PlacedLine; text: string }[] {
  const found: { line: PlacedLine; text: string }[] = []
  let last: PlacedLine | undefined
  for (const line of lines) {
    const current = found.at(-1)
    const isNext =
      last && current && last.page === line.page && Math.abs(last.size - line.size) < 0.5 && line.gap > 0 && line.gap < 1.8
    if (large.has(line)) {
      if (isNext && current.text.length < 200) current.text += ` ${line.text}`
      else found.push({ line, text: line.text.replaceAll('\t', ' ') })
    }
    last = large.has(line) ? line : undefined
  }
  return found
}

function bodySize(lines: readonly PlacedLine[]): number | undefined {
  const counts = new Map<number, number>()
  for (const { size, text } of lines) counts.set(size, (counts.get(size) ?? 0) + text.length)
  return mostFrequent(counts)
}

/** Heads and feet of the pages: the same text, but for its numbers, on many pages. */
function repeatedLines(lines: readonly PlacedLine[]): ReadonlySet<string> {
  const pagesOf = new Map<string, Set<number>>()
  for (const { text, page } of lines) {
    const form = runningForm(text)
    const pages = pagesOf.get(form) ?? new Set()
    pagesOf.set(form, pages.add(page))
  }
  return new Set([...pagesOf].filter(([, pages]) => pages.size >= 4).map(([form]) => form))
}

/** A line of a head or foot as it is on every page. */
export const runningForm = (text: string): string => text.replace(/\d+/g, '0')

function mostFrequent(counts: ReadonlyMap<number, number>): number | undefined {
  let best: number | undefined
  let most = 0
  for (const [value, count] of counts) {
    if (count <= most) continue
    best = value
    most = count
  }
  return best
}
