import type { ReadDb } from '../../db/database.ts'

/** A row of `vector_spaces`: all vectors of one embedder. */
export interface VectorSpace {
  readonly id: number
  readonly dimension: number
  readonly size: number
  readonly removals: number
  readonly generation: number
  readonly list_changes: number
  readonly trained_size: number
  readonly swept: number
  readonly loose_done: number
  /** Lists looked at for a query; 0 until it was found out how many it takes. */
  readonly probes: number
  /** Its embedder is not used any more: when its vectors go. */
  readonly remove_at: number | null
}

export const readSpace = (db: ReadDb, embedderId: string): VectorSpace | undefined =>
  db.prepare<[string], VectorSpace>('SELECT * FROM vector_spaces WHERE embedder_id = ?').get(embedderId)

export const allSpaces = (db: ReadDb): VectorSpace[] =>
  db.prepare<[], VectorSpace>('SELECT * FROM vector_spaces ORDER BY id').all()
