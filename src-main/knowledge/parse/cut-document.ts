import { type DocumentPiece, pieceCharacters } from '../../../src-shared/engine/parser.ts'
import { advance, countLines } from '../../../src-shared/retrieval/find-place.ts'
import type { Place } from '../../../src-shared/rows/place.ts'

type Whole = Omit<DocumentPiece, 'part'>

/**
 * Cuts a document into pieces of about `pieceCharacters`: at the last heading, page, blank line or line in the second half of each. What lies over a
 * cut stands in both pieces.
 */
export function* cutDocument(whole: Whole): Generator<DocumentPiece> {
  const cut = createCutter(whole)
  for (let start = 0; start < whole.text.length; ) {
    const end = whole.text.length - start <= pieceCharacters ? whole.text.length : chooseCut(whole, start)
    yield cut(start, end)
    start = end
  }
}

function chooseCut({ text, headings, pages }: Whole, start: number): number {
  const least = start + pieceCharacters / 2
  const most = start + pieceCharacters
  const heading = lastStart(headings, least, most) ?? lastStart(pages, least, most)
  if (heading !== undefined) return heading
  // Looked for in this part only: in a text without any it would be gone through again for every piece.
  const part = text.slice(least, most)
  const blank = part.lastIndexOf('\n\n')
  if (blank >= 0) return least + blank + 2
  const line = part.lastIndexOf('\n')
  if (line >= 0) return least + line + 1
  const space = part.lastIndexOf(' ')
  if (space >= 0) return least + space + 1
  return most - (isLowHalf(text.charCodeAt(most)) ? 1 : 0)
}

const isLowHalf = (code: number): boolean => code >= 0xdc00 && code < 0xe000

function lastStart(list: readonly { readonly start: number }[], least: number, most: number): number | undefined {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle]?.start ?? 0) <= most) low = middle + 1
    else high = middle
  }
  const found = list[low - 1]?.start
  return found !== undefined && found >= least && found > 0 ? found : undefined
}

/** Cuts parts out of a document, asked for in order, so that each list is walked once. */
export function createCutter({ text, headings, pages, blocks, places }: Whole): (start: number, end: number) => DocumentPiece {
  const takeHeadings = createTaker(headings)
  const takePages = createRangeTaker(pages)
  const takeBlocks = createRangeTaker(blocks)
  const takePlaces = createPlaceTaker(text, places)
  return (start, end) => ({
    part: 'text',
    text: text.slice(start, end),
    headings: takeHeadings(start, end),
    pages: takePages(start, end),
    blocks: takeBlocks(start, end),
    places: takePlaces(start, end),
  })
}

function createTaker<T extends { readonly start: number }>(list: readonly T[]): (start: number, end: number) => T[] {
  let index = 0
  return (start, end) => {
    const taken: T[] = []
    for (let next = list[index]; next && next.start < end; next = list[++index])
      taken.push({ ...next, start: next.start - start })
    return taken
  }
}

function createRangeTaker<T extends { readonly start: number; readonly end: number }>(list: readonly T[]) {
  let index = 0
  return (start: number, end: number): T[] => {
    const taken: T[] = []
    for (let next = list[index]; next && next.start < end; next = list[++index]) {
      taken.push({ ...next, start: Math.max(0, next.start - start), end: Math.min(end, next.end) - start })
      if (next.end > end) break
    }
    return taken
  }
}

/** What began in an earlier piece goes on, as far as its lines have come. */
function createPlaceTaker(text: string, places: Whole['places']): (start: number, end: number) => Whole['places'] {
  const take = createTaker(places)
  let open: Place | undefined
  return (start, end) => {
    const own = take(start, end)
    const isCarried = open !== undefined && own[0]?.start !== 0
    const taken = open !== undefined && isCarried ? [{ start: 0, place: open }, ...own] : own
    const last = taken.at(-1)
    open = last && advance(last.place, countLines(text, start + last.start, end))
    return taken
  }
}
