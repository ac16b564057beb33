import { z } from 'zod'
import { json } from '../../../src-shared/rows/columns.ts'
import { type EmbedderChangeRow, embedderChangeRow } from '../../../src-shared/rows/embedder-change.ts'
import type { ReadDb, WriteDb } from '../../db/database.ts'

const { serving_id, target_id, status, fault } = embedderChangeRow.shape

/** Whose vectors are searched; without a target nothing changes. */
const storedChange = z.object({ serving_id, target_id: target_id.nullable(), status, fault: json(fault) })
export type StoredChange = z.infer<typeof storedChange>

/** A change that is going on. */
export type OpenChange = StoredChange & { readonly target_id: string }

/** Undefined before the first embedder. */
export function readChange(db: ReadDb): StoredChange | undefined {
  const row = db.prepare('SELECT serving_id, target_id, status, fault FROM embedder_change').get()
  return row === undefined ? undefined : storedChange.parse(row)
}

export function openChange(db: ReadDb): OpenChange | undefined {
  const change = readChange(db)
  return change && isOpen(change) ? change : undefined
}

const isOpen = (change: StoredChange): change is OpenChange => change.target_id !== null

export function putChange(tx: WriteDb, change: StoredChange): void {
  tx.prepare(`
    INSERT INTO embedder_change (one, serving_id, target_id, status, fault) VALUES (1, @serving_id, @target_id, @status, @fault)
    ON CONFLICT (one) DO UPDATE SET serving_id = @serving_id, target_id = @target_id, status = @status, fault = @fault
  `).run({ ...change, fault: change.fault && JSON.stringify(change.fault) })
  tellChange(tx, null)
}

/** As it is now. `msPerPassage` by its pace, null while that is not known. */
export function tellChange(tx: WriteDb, msPerPassage: number | null): void {
  tx.tell({ table: 'embedder_change', id: 'embedder', row: describeChange(tx, msPerPassage) })
}

export function describeChange(db: ReadDb, msPerPassage: number | null): EmbedderChangeRow | null {
  const change = openChange(db)
  if (change === undefined) return null
  const total = vectorsOf(db, change.serving_id)
  // Passages that went since it began may be counted in neither.
  const done = Math.min(total, vectorsOf(db, change.target_id))
  const left_ms = change.status === 'stopped' || msPerPassage === null ? null : (total - done) * msPerPassage
  return { ...change, done, total, left_ms }
}

/** Passages that have a vector of this embedder. */
export const vectorsOf = (db: ReadDb, embedderId: string): number =>
  db.prepare<[string], number>('SELECT size FROM vector_spaces WHERE embedder_id = ?').pluck().get(embedderId) ?? 0
