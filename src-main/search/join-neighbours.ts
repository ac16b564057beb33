import type { Place } from '../../src-shared/rows/place.ts'
import type { ReadDb } from '../db/database.ts'
import { keptSlice } from '../db/kept-slice.ts'
import type { Candidate } from './candidates.ts'

/** Passages that lie side by side made one, at the place of the better; its text is still an exact slice. At most three. */
export function joinNeighbours(db: ReadDb, candidates: readonly Candidate[]): Candidate[] {
  const joined: Candidate[] = []
  for (const candidate of candidates) {
    const at = joined.findIndex((other) => areNeighbours(other, candidate))
    const neighbour = joined[at]
    if (neighbour === undefined) joined.push(candidate)
    else joined[at] = join(db, neighbour, candidate)
  }
  return joined
}

const areNeighbours = (a: Candidate, b: Candidate): boolean =>
  a.result.document_id === b.result.document_id && Math.abs(a.position - b.position) === 1

function join(db: ReadDb, better: Candidate, other: Candidate): Candidate {
  const [first, second] = better.position < other.position ? [better.result, other.result] : [other.result, better.result]
  const gap = second.start - first.end
  // Passages overlap or touch; where white space was left out between them, the kept text has it.
  const text =
    gap <= 0 ? first.text + second.text.slice(-gap) : keptSlice(db, first.document_id, { start: first.start, end: second.end })
  return {
    ...better,
    result: {
      ...better.result,
      page: first.page,
      place: joinPlaces(first.place, second.place),
      start: first.start,
      end: second.end,
      text,
    },
  }
}

/** Rows and lines go on; any other place is that of the first. */
function joinPlaces(first: Place | null | undefined, second: Place | null | undefined): Place | null {
  if (first?.kind === 'line' && second?.kind === 'line') return { ...first, line_end: second.line_end }
  if (first?.kind === 'row' && second?.kind === 'row') return { ...first, row_end: second.row_end }
  if (first?.kind === 'sheet' && second?.kind === 'sheet' && first.name === second.name)
    return { ...first, row_end: second.row_end }
  return first ?? null
}
