import type { Importance } from '../../src-shared/rows/facets.ts'
import type { ReadDb } from '../db/database.ts'
import { bestFirst, type ScoredPassage } from './order-candidates.ts'

/**
 * Share of its score that a passage is put up or down by. Small, so that importance decides between passages that are nearly as good, and
 * nothing else: decision 43 tells what it does on `test/quality`.
 */
const weights = { low: -0.05, high: 0.05 } as const satisfies Record<Exclude<Importance, 'normal'>, number>

/**
 * The passages in the order that the importance of their documents gives them; undefined where all are of normal importance. What a reranker
 * scored stays before the others: its scores and theirs cannot be compared.
 */
export function weighImportance(
  db: ReadDb,
  { reranked, ordered }: { readonly reranked: readonly ScoredPassage[]; readonly ordered: readonly ScoredPassage[] },
): ScoredPassage[] | undefined {
  if (!hasImportance(db)) return undefined
  const first = new Set(reranked.map(({ passage }) => passage))
  const others = ordered.filter(({ passage }) => !first.has(passage))
  const [before, after] = [weigh(db, reranked), weigh(db, others)]
  if (before === undefined && after === undefined) return undefined
  return [...(before ?? reranked), ...(after ?? others)]
}

function weigh(db: ReadDb, scored: readonly ScoredPassage[]): ScoredPassage[] | undefined {
  const marked = new Map(markedPassages(db, scored).map(({ passage, importance }) => [passage, weights[importance]]))
  if (marked.size === 0) return undefined
  return bestFirst(
    scored.map((each) => {
      const weight = marked.get(each.passage)
      if (weight === undefined) return each
      // A cosine may be below zero, and what is important goes up from there as well.
      return { ...each, score: each.score + Math.abs(each.score) * weight, scores: { ...each.scores, importance: weight } }
    }),
  )
}

interface MarkedPassage {
  readonly passage: number
  readonly importance: keyof typeof weights
}

const hasImportance = (db: ReadDb): boolean =>
  db.prepare("SELECT 1 FROM documents WHERE importance <> 'normal' LIMIT 1").get() !== undefined

function markedPassages(db: ReadDb, scored: readonly ScoredPassage[]): MarkedPassage[] {
  // From the few candidates to their documents, never from all that are important to their passages.
  const sql = `
    SELECT passages.rowid AS passage, importance FROM json_each(?) AS candidates
    CROSS JOIN passages ON passages.rowid = candidates.value CROSS JOIN documents ON documents.id = document_id
    WHERE importance <> 'normal'
  `
  return db.prepare<[string], MarkedPassage>(sql).all(JSON.stringify(scored.map(({ passage }) => passage)))
}
