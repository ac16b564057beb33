import { plainSigns } from './plain-signs.ts'

/** A piece of text as pdf.js tells it: `transform` is [a, b, c, d, x, y], lengths in points, y upwards. */
export interface PdfPiece {
  readonly str: string
  readonly transform: readonly number[]
  readonly width: number
  readonly hasEOL: boolean
}

export interface PdfLine {
  readonly text: string
  /** Letter height in points, of most of the line. */
  readonly size: number
  /** Distance from the line before in letter heights; 0 for a page's first line, negative when the text jumped up (a new column). */
  readonly gap: number
}

interface OpenLine {
  parts: string[]
  /** Along the writing direction: where the last piece ended. */
  end: number
  baseline: number
  start: number
  size: number
  sizes: Map<number, number>
  angle: number
}

/** Beyond this many letter heights a gap parts columns of a table, not words. */
const columnGap = 1.8
const wordGap = 0.18

/** Lines of a page in reading order of the file, words parted by the gaps between the pieces. */
export function assembleLines(pieces: readonly PdfPiece[]): PdfLine[] {
  const lines: PdfLine[] = []
  let open: OpenLine | undefined
  let before: OpenLine | undefined
  const finish = (): void => {
    if (!open) return
    const line = closed(open, before)
    if (line) {
      lines.push(line)
      before = open
    }
    open = undefined
  }
  for (const piece of pieces) {
    const place = placeOf(piece)
    if (open && piece.str.trim() !== '' && !continues(open, place)) finish()
    if (piece.str !== '') {
      open ??= {
        parts: [],
        end: place.start,
        baseline: place.baseline,
        start: place.start,
        size: place.size,
        sizes: new Map(),
        angle: place.angle,
      }
      append(open, piece, place)
    }
    if (piece.hasEOL) finish()
  }
  finish()
  return lines
}

interface Place {
  readonly start: number
  readonly end: number
  readonly baseline: number
  readonly size: number
  readonly angle: number
}

/** Turned text is measured along its own direction. */
function placeOf({ transform, width }: PdfPiece): Place {
  const [a = 1, b = 0, c = 0, d = 1, x = 0, y = 0] = transform
  const size = Math.hypot(c, d) || Math.hypot(a, b) || 1
  const along = Math.hypot(a, b) || 1
  const [cos, sin] = [a / along, b / along]
  const start = x * cos + y * sin
  return { start, end: start + width, baseline: y * cos - x * sin, size, angle: Math.round(Math.atan2(sin, cos) * 20) }
}

/** The same line: same direction, about the same height (raised and lowered signs included), and not far back. */
function continues(open: OpenLine, place: Place): boolean {
  const size = Math.max(open.size, place.size)
  return (
    place.angle === open.angle && Math.abs(place.baseline - open.baseline) < size * 0.5 && place.start > open.start - size * 2
  )
}

function append(open: OpenLine, { str }: PdfPiece, place: Place): void {
  if (str.trim() === '') {
    if (str !== '' && place.end - open.end > open.size * columnGap) return
    open.parts.push(' ')
    open.end = Math.max(open.end, place.end)
    return
  }
  const gap = (place.start - open.end) / Math.min(open.size, place.size)
  if (open.parts.length > 0 && gap > columnGap) open.parts.push('\t')
  else if (open.parts.length > 0 && gap > wordGap) open.parts.push(' ')
  open.parts.push(str)
  open.end = Math.max(open.end, place.end)
  const size = Math.round(place.size * 10) / 10
  open.sizes.set(size, (open.sizes.get(size) ?? 0) + str.length)
  if (place.size > open.size) {
    open.size = place.size
    open.baseline = place.baseline
  }
}

function closed(open: OpenLine, before: OpenLine | undefined): PdfLine | undefined {
  const words = open.parts
    .join('')
    .replace(/[^\S\t]*\t\s*/g, '\t')
    .replace(/[^\S\t]+/g, ' ')
    .trim()
  const text = plainSigns(words)
  if (text === '') return undefined
  const [size] = [...open.sizes].reduce((most, next) => (next[1] > most[1] ? next : most))
  const gap =
    before && before.angle === open.angle ? (before.baseline - open.baseline) / Math.max(1, Math.min(before.size, open.size)) : 0
  return { text, size, gap }
}
