import { kindOfName } from '../../src-shared/engine/document-kinds.ts'

/** A run of kept text as it is shown; `start` and `end` are its offsets in the kept text, with the marks that are not shown. */
export interface TextPiece {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly isHeading: boolean
}

export interface CleanTextOptions {
  readonly isMarkdown: boolean
  /** Lines end where the paper did: a sentence goes on over them. */
  readonly isPrinted: boolean
  /** Where the lines begin that are headings. */
  readonly headings: ReadonlySet<number>
}

/** How text of a kind of document is written. */
export const formatOf = (kind: string | null | undefined) => ({ isMarkdown: kind === 'markdown', isPrinted: kind === 'pdf' })

/** The text without the signs of its format, line by line. Together the pieces cover the text without a gap. */
export function cleanText(text: string, { isMarkdown, isPrinted, headings }: CleanTextOptions): TextPiece[] {
  const pieces: TextPiece[] = []
  for (const { 0: line, index } of text.matchAll(/[^\n]*\n|[^\n]+$/g)) {
    const signs = isMarkdown ? signsOf(line) : []
    const isHeading = headings.has(index) || (isMarkdown && headingMark.test(line))
    const flowing = isPrinted && !isHeading && goesOn(line, text[index + line.length]) ? `${line.slice(0, -1)} ` : line
    let at = 0
    for (const { start, end, shown } of signs) {
      push(pieces, { start: index + at, end: index + start, text: flowing.slice(at, start), isHeading })
      push(pieces, { start: index + start, end: index + end, text: shown, isHeading })
      at = end
    }
    push(pieces, { start: index + at, end: index + line.length, text: flowing.slice(at), isHeading })
  }
  return pieces
}

/** The words of a passage without the signs of its document's format, for where no offset is needed. */
export const shownPassage = ({ document, text }: { readonly document: string; readonly text: string }): string =>
  cleanText(text, { ...formatOf(kindOfName(document)), headings: new Set() })
    .map((piece) => piece.text)
    .join('')

/** The pieces between two offsets; one that lies across an edge is cut there. */
export function piecesBetween(pieces: readonly TextPiece[], from: number, to: number): TextPiece[] {
  return pieces.flatMap((piece) => {
    if (piece.end <= from || piece.start >= to) return []
    const [start, end] = [Math.max(piece.start, from), Math.min(piece.end, to)]
    // What stands in for a sign is shown whole where the sign begins.
    if (piece.text.length !== piece.end - piece.start) return start === piece.start ? [{ ...piece, end }] : []
    return [{ ...piece, start, end, text: piece.text.slice(start - piece.start, end - piece.start) }]
  })
}

function push(pieces: TextPiece[], piece: TextPiece): void {
  if (piece.end > piece.start) pieces.push(piece)
}

const shortestFullLine = 40

/** A full line that ends within a sentence, before another one. Rows of tables keep their lines. */
const goesOn = (line: string, next: string | undefined): boolean =>
  line.length > shortestFullLine && next !== undefined && next !== '\n' && !/\t|[.:;!?]\s*$/.test(line)

interface Sign {
  readonly start: number
  readonly end: number
  readonly shown: string
}

const headingMark = /^ {0,3}#{1,6}[ \t]+(?=\S)/
const listMark = /^([ \t]*)[-*+][ \t]+(?=\S)/
const inlineMark = /\*\*(?=\S)|(?<=\S)\*\*|`+/g

/** Only what is no words: marks of headings and lists at the beginning, of emphasis and code within. */
function signsOf(line: string): Sign[] {
  const heading = headingMark.exec(line)?.[0]
  const list = listMark.exec(line)
  const first: Sign[] =
    heading !== undefined
      ? [{ start: 0, end: heading.length, shown: '' }]
      : list
        ? [{ start: 0, end: list[0].length, shown: `${list[1] ?? ''}• ` }]
        : []
  const from = first[0]?.end ?? 0
  const inline = [...line.slice(from).matchAll(inlineMark)].map(({ 0: sign, index }) => ({
    start: from + index,
    end: from + index + sign.length,
    shown: '',
  }))
  return [...first, ...inline]
}
