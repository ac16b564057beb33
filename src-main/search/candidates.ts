import type { SearchResult } from '../../src-shared/desktop/search.ts'
import { passageRow } from '../../src-shared/rows/knowledge.ts'
import type { ReadDb } from '../db/database.ts'
import { removedCollections } from '../db/removed-documents.ts'

/** A passage that may answer, with what each method says to it. */
export interface Candidate {
  readonly passage: number
  readonly position: number
  readonly result: Omit<SearchResult, 'scores'>
  readonly title: string
  readonly scores: SearchResult['scores']
}

interface StoredCandidate {
  readonly rowid: number
  readonly id: string
  readonly position: number
  readonly document_id: string
  readonly name: string
  readonly title: string | null
  readonly path: string | null
  readonly page: number | null
  readonly place: string | null
  readonly heading: string
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The passages of these row ids, in this order, read as they are asked for; what was removed meanwhile, or is no part of its document now, is left out. */
export function* readCandidates(
  db: ReadDb,
  found: readonly { passage: number; scores: SearchResult['scores'] }[],
): Generator<Candidate> {
  const read = db.prepare<[number], StoredCandidate>(`
    SELECT passages.rowid, passages.id, position, document_id, documents.name, documents.title, documents.path, page, place, heading,
      start, "end", text
    FROM passages JOIN documents ON documents.id = passages.document_id
    WHERE passages.rowid = ? AND position >= 0 AND collection_id NOT IN ${removedCollections}
  `)
  for (const { passage, scores } of found) {
    const row = read.get(passage)
    if (row !== undefined) yield toCandidate(row, scores)
  }
}

function toCandidate(row: StoredCandidate, scores: SearchResult['scores']): Candidate {
  const { id: passage_id, document_id, name: document, path, page, start, end, text } = row
  const heading = passageRow.shape.heading.parse(row.heading)
  const place = passageRow.shape.place.parse(row.place)
  const result = { passage_id, document_id, document, path, page, place, heading, start, end, text }
  return { passage: row.rowid, position: row.position, title: row.title ?? row.name, result, scores }
}
