import type { Place } from '../rows/place.ts'

/** Another slide, sheet, chapter or message: what stands in one is not read on into the next. */
export function isOtherPart(a: Place | null, b: Place | null): boolean {
  if (a?.kind !== b?.kind) return true
  if (a?.kind === 'sheet' && b?.kind === 'sheet') return a.name !== b.name
  if (a?.kind === 'slide' && b?.kind === 'slide') return a.number !== b.number
  if (a?.kind === 'chapter' && b?.kind === 'chapter') return a.number !== b.number
  return a?.kind === 'message' && b?.kind === 'message' && a.number !== b.number
}

/** Rows and lines go on; any other place is that of the first. */
export function joinPlaces(first: Place | null, last: Place | null): Place | null {
  if (first?.kind === 'line' && last?.kind === 'line') return { ...first, line_end: last.line_end }
  if (first?.kind === 'row' && last?.kind === 'row') return { ...first, row_end: last.row_end }
  if (first?.kind === 'sheet' && last?.kind === 'sheet' && first.name === last.name) return { ...first, row_end: last.row_end }
  return first
}
