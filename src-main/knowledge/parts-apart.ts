import type { DocumentPiece } from '../../src-shared/engine/parser.ts'
import type { Place } from '../../src-shared/rows/place.ts'
import { createCutter } from './parse/cut-document.ts'

export interface PartApart {
  readonly part: DocumentPiece
  /** It begins something else than what is before it. */
  readonly isApart: boolean
  /** At its end. */
  readonly place: Place | undefined
}

/** A piece cut where another slide, sheet, chapter or message begins: no passage goes over such an end, or its place would be wrong. */
export function partsOf(piece: DocumentPiece, before: Place | undefined): PartApart[] {
  const begins: { start: number; place: Place }[] = []
  let open = before
  for (const { start, place } of piece.places) {
    if (open !== undefined && isOther(open, place)) begins.push({ start, place })
    open = place
  }
  if (begins.length === 0) return [{ part: piece, isApart: false, place: open }]
  const cut = createCutter(piece)
  const starts = begins[0]?.start === 0 ? begins : [{ start: 0, place: before }, ...begins]
  return starts.map(({ start, place }, index) => ({
    part: cut(start, starts[index + 1]?.start ?? piece.text.length),
    isApart: index > 0 || begins[0]?.start === 0,
    place: starts[index + 1] === undefined ? open : place,
  }))
}

function isOther(a: Place, b: Place): boolean {
  if (a.kind !== b.kind) return true
  if (a.kind === 'sheet' && b.kind === 'sheet') return a.name !== b.name
  if (a.kind === 'slide' && b.kind === 'slide') return a.number !== b.number
  if (a.kind === 'chapter' && b.kind === 'chapter') return a.number !== b.number
  return a.kind === 'message' && b.kind === 'message' && a.number !== b.number
}
