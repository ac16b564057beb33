/** A run of kept text as it is shown; `start` and `end` are its offsets in the kept text, with the marks that are not shown. */
export interface TextPiece {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly isHeading: boolean
}

export interface CleanTextOptions {
  readonly isMarkdown: boolean
  /** Headings known of the document: a line that says nothing else is one. */
  readonly headings: readonly string[]
}

/** The text without the signs of its format, line by line. Together the pieces cover the text without a gap. */
export function cleanText(text: string, { isMarkdown, headings }: CleanTextOptions): TextPiece[] {
  const pieces: TextPiece[] = []
  for (const { 0: line, index } of text.matchAll(/[^\n]*\n|[^\n]+$/g)) {
    const signs = isMarkdown ? signsOf(line) : []
    const isHeading = headings.includes(line.trim()) || (isMarkdown && headingMark.test(line))
    let at = 0
    for (const { start, end, shown } of signs) {
      push(pieces, { start: index + at, end: index + start, text: line.slice(at, start), isHeading })
      push(pieces, { start: index + start, end: index + end, text: shown, isHeading })
      at = end
    }
    push(pieces, { start: index + at, end: index + line.length, text: line.slice(at), isHeading })
  }
  return pieces
}

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
