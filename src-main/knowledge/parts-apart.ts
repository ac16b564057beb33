import type { DocumentPiece } from '../../src-shared/engine/parser.ts'
import { isOtherPart } from '../../src-shared/retrieval/join-places.ts'
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
    if (open !== undefined && isOtherPart(open, place)) begins.push({ start, place })
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
