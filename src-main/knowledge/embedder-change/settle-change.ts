import type { WriteDb } from '../../db/database.ts'
import { type OpenChange, putChange, readChange, vectorsOf } from './change-row.ts'

export interface ChosenEmbedder {
  readonly chosenId: string
  /** Its model is on this machine. */
  readonly canServe: (embedderId: string) => boolean
  readonly at: number
}

/**
 * Makes of the embedder that is chosen now what is to be done: the one that serves goes on while it can and has vectors, and the
 * chosen one becomes the target. Whatever else was embedded is kept for a while, for somebody who changes their mind.
 */
export function settleChange(tx: WriteDb, { chosenId, canServe, at }: ChosenEmbedder): void {
  const before = readChange(tx)
  const isServing = before !== undefined && canServe(before.serving_id) && vectorsOf(tx, before.serving_id) > 0
  const serving_id = isServing ? before.serving_id : chosenId
  const target_id = serving_id === chosenId ? null : chosenId
  if (before?.serving_id !== serving_id || before.target_id !== target_id)
    putChange(tx, { serving_id, target_id, status: 'running', fault: null })
  keepOnly(tx, [serving_id, chosenId], at)
}

/** What the serving embedder's vectors were when a pass over them began. */
export interface Passed {
  readonly change: OpenChange
  readonly added: number
}

/**
 * Puts the target in the place of the one that served. False when vectors were added since the pass began: it cannot have seen them
 * all. A change that is no longer this one is over as well.
 */
export function changeOver(tx: WriteDb, { change, added }: Passed, at: number): boolean {
  if (!isStill(tx, change)) return true
  if (addedTo(tx, change.serving_id) !== added) return false
  putChange(tx, { serving_id: change.target_id, target_id: null, status: 'running', fault: null })
  keepOnly(tx, [change.target_id], at)
  return true
}

/** Every vector that was ever written counts once: one that is removed is taken from the size and added to the removals. */
export const addedTo = (db: Pick<WriteDb, 'prepare'>, embedderId: string): number =>
  db.prepare<[string], number>('SELECT size + removals FROM vector_spaces WHERE embedder_id = ?').pluck().get(embedderId) ?? 0

/** It goes on, from this embedder to this one. */
export function isStill(db: Pick<WriteDb, 'prepare'>, change: OpenChange): boolean {
  const now = readChange(db)
  return now?.status === 'running' && now.serving_id === change.serving_id && now.target_id === change.target_id
}

/** Somebody who goes back to an embedder within this time finds what it had embedded. */
const graceMs = 60 * 60_000

/** The indexer removes what is left by then, in pieces (`search/vectors/remove-space.ts`). */
function keepOnly(tx: WriteDb, embedderIds: readonly string[], at: number): void {
  const kept = JSON.stringify(embedderIds)
  const isKept = 'embedder_id IN (SELECT value FROM json_each(?))'
  tx.prepare(`UPDATE vector_spaces SET remove_at = NULL WHERE remove_at IS NOT NULL AND ${isKept}`).run(kept)
  tx.prepare(
    `UPDATE vector_spaces SET remove_at = ? WHERE remove_at IS NULL AND (size > 0 OR generation > 0) AND NOT ${isKept}`,
  ).run(at + graceMs, kept)
}
