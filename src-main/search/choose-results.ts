import type { SearchResult } from '../../src-shared/desktop/search.ts'
import type { ReadDb } from '../db/database.ts'
import type { Candidate } from './candidates.ts'
import { surroundPassage } from './surround-passage.ts'

/** Of one document, before others had their turn: a long one must not crowd out the right one. */
const mostOfDocument = 3

/** The results out of the ordered candidates: each with what stands around it, none of them inside another; what stands around two is the better one's. */
export function chooseResults(db: ReadDb, candidates: Iterable<Candidate>, topK: number): SearchResult[] {
  const chosen: Candidate[] = []
  const passedOver: Candidate[] = []
  for (const candidate of candidates) {
    if (chosen.length === topK) break
    if (chosen.some((other) => holds(other, candidate))) continue
    const ofDocument = chosen.filter(({ result }) => result.document_id === candidate.result.document_id)
    if (ofDocument.length < mostOfDocument) chosen.push(surroundPassage(db, candidate, chosen))
    else passedOver.push(candidate)
  }
  for (const candidate of passedOver) {
    if (chosen.length === topK) break
    if (!chosen.some((other) => holds(other, candidate))) chosen.push(surroundPassage(db, candidate, chosen))
  }
  return chosen.map(({ result, scores }) => ({ ...result, scores }))
}

const holds = ({ result: whole }: Candidate, { result: part }: Candidate): boolean =>
  whole.document_id === part.document_id && whole.start <= part.start && part.end <= whole.end
