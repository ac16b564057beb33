import { isOtherPart, joinPlaces } from '../../src-shared/retrieval/join-places.ts'
import { passageRow } from '../../src-shared/rows/knowledge.ts'
import type { Place } from '../../src-shared/rows/place.ts'
import type { ReadDb } from '../db/database.ts'
import { keptSlice } from '../db/kept-slice.ts'
import type { Candidate } from './candidates.ts'

/** Tokens a result may have: what a passage is found by is small, what is answered from should be understood by itself. */
const mostTokens = 192
/** Passages looked at on either side. */
const reach = 6

interface Placed {
  readonly position: number
  readonly start: number
  readonly end: number
  readonly page: number | null
  readonly tokens: number
  readonly place: Place | null
  readonly text: string
}

/**
 * The passages of the same document that stand before and behind, as far as there is room and none of `chosen` has them: who answers from both reads
 * nothing twice. Its text is an exact slice again; in the moments in which a large document changes, where there is none, it stays as it was found.
 */
export function surroundPassage(db: ReadDb, candidate: Candidate, chosen: readonly Candidate[]): Candidate {
  const { document_id } = candidate.result
  const around = db
    .prepare<[string, number, number], StoredPlaced>(
      'SELECT position, start, "end", page, tokens, place, text FROM passages WHERE document_id = ? AND position BETWEEN ? AND ? ORDER BY position',
    )
    .all(document_id, Math.max(0, candidate.position - reach), candidate.position + reach)
    .map((row): Placed => ({ ...row, place: passageRow.shape.place.parse(row.place) }))
  const taken = chosen.map(({ result }) => result).filter((result) => result.document_id === document_id)
  const isFree = (row: Placed): boolean => !taken.some(({ start, end }) => row.start < end && start < row.end)
  const own = around.findIndex(({ position }) => position === candidate.position)
  const [first, last] = grow(around, { own, isFree })
  const [from, to] = [around[first], around[last]]
  if (from === undefined || to === undefined || first === last) return candidate
  const text = keptSlice(db, document_id, { start: from.start, end: to.end })
  if (!around.slice(first, last + 1).every((row) => text.startsWith(row.text, row.start - from.start))) return candidate
  const place = joinPlaces(from.place, to.place)
  return { ...candidate, result: { ...candidate.result, page: from.page, place, start: from.start, end: to.end, text } }
}

interface StoredPlaced extends Omit<Placed, 'place'> {
  readonly place: string | null
}

interface Growing {
  readonly own: number
  readonly isFree: (row: Placed) => boolean
}

/** Behind and before in turn, until neither fits or another slide, sheet, chapter or message begins. */
function grow(around: readonly Placed[], { own, isFree }: Growing): readonly [number, number] {
  let [first, last] = [own, own]
  let tokens = around[own]?.tokens ?? 0
  const place = around[own]?.place ?? null
  const fits = (row: Placed | undefined): boolean =>
    row !== undefined && isFree(row) && tokens + row.tokens <= mostTokens && !isOtherPart(row.place, place)
  for (;;) {
    const sides = last - own <= own - first ? [last + 1, first - 1] : [first - 1, last + 1]
    const next = sides.find((at) => fits(around[at]))
    if (next === undefined) return [first, last]
    tokens += around[next]?.tokens ?? 0
    first = Math.min(first, next)
    last = Math.max(last, next)
  }
}
