import type { Place } from '../rows/place.ts'

/** A place and the offset from which on it holds. */
export interface PlaceStart {
  readonly start: number
  readonly place: Place
}

/**
 * Tells where parts of a text stand, asked in order of their beginnings. Places of rows and lines name the first one: each line of the text
 * below is one more, until the next place begins.
 */
export function createPlaceFinder(text: string, places: readonly PlaceStart[]): (start: number, end: number) => Place | null {
  const walk = createWalk(text, places)
  const lineStartOf = createLineStarts(text)
  return (start, end) => {
    const first = walk(start)
    if (first === undefined) return null
    const last = createWalk(text, places, first)(Math.max(start, end - 1)) ?? first
    if (first.place.kind !== 'path') return placeFrom(first, last)
    // Where the text begins within a value, the place names it.
    return { ...first.place, path: first.place.path || pathOfLine(text, lineStartOf(first.at)) }
  }
}

interface Reached {
  readonly index: number
  readonly at: number
  /** Lines ended since the place began. */
  readonly lines: number
}

function createWalk(text: string, places: readonly PlaceStart[], from: Reached = { index: -1, at: 0, lines: 0 }) {
  let reached = from
  return (offset: number): (Reached & { readonly place: Place }) | undefined => {
    let { index, at, lines } = reached
    for (let next = places[index + 1]; next && next.start <= offset; next = places[index + 1]) {
      index++
      at = next.start
      lines = 0
    }
    const place = places[index]?.place
    if (place === undefined) return undefined
    lines += isCounted(place) ? countLines(text, at, offset) : 0
    reached = { index, at: Math.max(at, offset), lines }
    return { ...reached, place }
  }
}

const isCounted = ({ kind }: Place): boolean => kind === 'sheet' || kind === 'row' || kind === 'line'

/** Ends of lines between: \n, \r\n or a lone \r. */
export function countLines(text: string, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) count++
  }
  return count
}

/** The place so many lines further on. */
export function advance(place: Place, lines: number): Place {
  if (place.kind === 'line') return { ...place, line: place.line + lines, line_end: place.line + lines }
  if (place.kind === 'sheet' || place.kind === 'row') return { ...place, row: place.row + lines, row_end: place.row + lines }
  return place
}

type Found = Reached & { readonly place: Place }

function placeFrom(first: Found, last: Found): Place {
  const from = advance(first.place, first.lines)
  const to = advance(last.place, last.lines)
  if (from.kind === 'line' && to.kind === 'line') return { ...from, line_end: to.line }
  if (from.kind === 'row' && to.kind === 'row') return { ...from, row_end: to.row }
  if (from.kind === 'sheet' && to.kind === 'sheet' && from.name === to.name) return { ...from, row_end: to.row }
  return from
}

/** Where the line begins that an offset lies in, asked in order: each line is gone through once, however long it is and however often it is asked for. */
function createLineStarts(text: string): (offset: number) => number {
  let start = 0
  let end: number | undefined
  return (offset) => {
    end ??= text.indexOf('\n')
    while (end >= 0 && end < offset) {
      start = end + 1
      end = text.indexOf('\n', start)
    }
    return start
  }
}

/** In a document of paths each line begins with its own. */
export function pathOfLine(text: string, lineStart: number): string {
  const line = text.slice(lineStart, lineStart + 400)
  const colon = /:(?: |$|\n)/.exec(line)?.index ?? -1
  return colon < 0 ? '' : line.slice(0, colon)
}
