import type { ReadDb } from '../db/database.ts'
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
}

/** The passages of the same document that stand before and behind, as far as there is room; its text is an exact slice again. */
export function surroundPassage(db: ReadDb, candidate: Candidate): Candidate {
  const { document_id } = candidate.result
  const around = db
    .prepare<[string, number, number], Placed>(
      'SELECT position, start, "end", page, tokens FROM passages WHERE document_id = ? AND position BETWEEN ? AND ? ORDER BY position',
    )
    .all(document_id, candidate.position - reach, candidate.position + reach)
  const own = around.findIndex(({ position }) => position === candidate.position)
  const [first, last] = grow(around, own)
  const [from, to] = [around[first], around[last]]
  if (from === undefined || to === undefined || first === last) return candidate
  const text = keptSlice(db, { document_id, start: from.start, end: to.end })
  return { ...candidate, result: { ...candidate.result, page: from.page, start: from.start, end: to.end, text } }
}

/** Behind and before in turn, until neither fits. */
function grow(around: readonly Placed[], own: number): readonly [number, number] {
  let [first, last] = [own, own]
  let tokens = around[own]?.tokens ?? 0
  for (;;) {
    const sides = last - own <= own - first ? [last + 1, first - 1] : [first - 1, last + 1]
    const next = sides.find((at) => tokens + (around[at]?.tokens ?? mostTokens) <= mostTokens)
    if (next === undefined) return [first, last]
    tokens += around[next]?.tokens ?? 0
    first = Math.min(first, next)
    last = Math.max(last, next)
  }
}

function keptSlice(db: ReadDb, { document_id, start, end }: { document_id: string; start: number; end: number }): string {
  const kept = db.prepare<[string], string>('SELECT text FROM document_texts WHERE document_id = ?').pluck().get(document_id)
  return (kept ?? '').slice(start, end)
}
