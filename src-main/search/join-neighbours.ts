import type { ReadDb } from '../db/database.ts'
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
  const text = gap <= 0 ? first.text + second.text.slice(-gap) : keptSlice(db, { ...first, end: second.end })
  return { ...better, result: { ...better.result, page: first.page, start: first.start, end: second.end, text } }
}

function keptSlice(db: ReadDb, { document_id, start, end }: { document_id: string; start: number; end: number }): string {
  const kept = db.prepare<[string], string>('SELECT text FROM document_texts WHERE document_id = ?').pluck().get(document_id)
  return (kept ?? '').slice(start, end)
}
