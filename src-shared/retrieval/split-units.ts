import type { DocumentBlock, DocumentHeading, ParsedDocument } from '../engine/parser.ts'
import { boundedPieces, type LineSpan, lineSpans, type Span, sentenceSpans } from './text-spans.ts'

/** How good a place is to cut before a unit; lower is better. */
export const cutRank = { heading: 0, paragraph: 1, sentence: 2, line: 3, word: 4, inWord: 5 } as const
export type CutRank = (typeof cutRank)[keyof typeof cutRank]

/** A piece of text that is never cut: not empty, without white space at its ends, at most `maxUnitBytes` in UTF-8. */
export interface TextUnit extends Span {
  readonly rank: CutRank
  /** null in a document without pages. */
  readonly page: number | null
  /** Headings it stands below, outermost first; the words of a heading are below it too. */
  readonly headingPath: readonly string[]
}

/** So few that no tokenizer makes more tokens of a unit than a passage may have: at worst one for each byte. */
export const maxUnitBytes = 128

export type UnitSource = Pick<ParsedDocument, 'text' | 'headings' | 'blocks' | 'pages'>

interface LinePlace {
  readonly rank: CutRank
  readonly page: number | null
  readonly headingPath: readonly string[]
  readonly isProse: boolean
}

/** Cuts a document into units, in order, all of its text but white space. Time is linear in its length, whatever it holds. */
export function splitUnits(source: UnitSource): TextUnit[] {
  const { text } = source
  const units: TextUnit[] = []
  const placeOf = createPlaceFinder(source)
  let endsSentence = true
  for (const line of lineSpans(text)) {
    const { rank, page, headingPath, isProse } = placeOf(
      line,
      endsSentence || /^[-*+•]\s|^\d{1,3}[.)]\s/.test(text.slice(line.start, line.start + 6)),
    )
    let next: CutRank = rank
    for (const sentence of isProse ? sentenceSpans(text, line) : [line]) {
      for (const piece of boundedPieces(text, sentence, maxUnitBytes)) {
        const own = piece.start === sentence.start ? next : piece.inWord ? cutRank.inWord : cutRank.word
        units.push({ start: piece.start, end: piece.end, rank: own, page, headingPath })
      }
      next = cutRank.sentence
    }
    endsSentence = /[.!?…:。！？]["'”’»)\]」』）]{0,3}$/.test(text.slice(Math.max(line.start, line.end - 4), line.end))
  }
  return units
}

/** Tells for each line, asked in order, what is around it. */
function createPlaceFinder({ headings, blocks, pages }: UnitSource): (line: LineSpan, startsSentence: boolean) => LinePlace {
  const findHeading = createHeadingFinder(headings)
  const findBlock = createBlockFinder(blocks)
  let page = 0
  return (line, startsSentence) => {
    const before = page
    while ((pages[page + 1]?.start ?? Number.POSITIVE_INFINITY) <= line.start) page++
    const { isHeading, headingPath } = findHeading(line)
    const { isInside, isFirst } = findBlock(line)
    const isParagraph = isFirst || page > before || (line.afterBlank && !isInside)
    const inner = (isInside ? line.afterBlank : startsSentence) ? cutRank.sentence : cutRank.line
    const rank = isHeading ? cutRank.heading : isParagraph ? cutRank.paragraph : inner
    return { rank, page: pages[page]?.page ?? null, headingPath, isProse: !isInside }
  }
}

function createHeadingFinder(headings: readonly DocumentHeading[]) {
  const path: DocumentHeading[] = []
  let headingPath: readonly string[] = []
  let index = 0
  return (line: Span): { isHeading: boolean; headingPath: readonly string[] } => {
    const first = index
    for (let next = headings[index]; next && next.start < line.end; next = headings[++index]) {
      while ((path.at(-1)?.level ?? 0) >= next.level) path.pop()
      path.push(next)
    }
    if (index > first) headingPath = path.map(({ text }) => text)
    return { isHeading: index > first, headingPath }
  }
}

function createBlockFinder(blocks: readonly DocumentBlock[]) {
  let index = 0
  let entered = -1
  return (line: Span): { isInside: boolean; isFirst: boolean } => {
    while ((blocks[index]?.end ?? Number.POSITIVE_INFINITY) <= line.start) index++
    const block = blocks[index]
    if (!block || line.end <= block.start) {
      const isFirst = entered !== -1
      entered = -1
      return { isInside: false, isFirst }
    }
    const isFirst = entered !== index
    entered = index
    return { isInside: true, isFirst }
  }
}
