import { z } from 'zod'
import type { LoadedModel } from '../../src-shared/desktop/models.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'

const measurement = z.object({ context_size: z.int(), gpu_layers: z.string(), memory_bytes: z.int() })
/** Resident bytes of the model's process after loading, and what they were measured with. */
export type ModelMemory = z.infer<typeof measurement>

export function findModelMemory(db: ReadDb, id: string): ModelMemory | undefined {
  const row = db.prepare('SELECT context_size, gpu_layers, memory_bytes FROM model_memory WHERE model_id = ?').get(id)
  return row === undefined ? undefined : measurement.parse(row)
}

/** Keeps what a loaded model takes; nothing while that is not known. */
export function recordModelMemory(tx: WriteDb, loaded: LoadedModel, at: number): void {
  const { id, state, plan, memory_bytes } = loaded
  if (state !== 'ready' || plan === null || memory_bytes === null) return
  tx.prepare(`
    INSERT INTO model_memory (model_id, context_size, gpu_layers, memory_bytes, measured_at) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (model_id) DO UPDATE SET context_size = ?2, gpu_layers = ?3, memory_bytes = ?4, measured_at = ?5
  `).run({ 1: id, 2: loaded.context_size ?? plan.context_size, 3: String(plan.gpu_layers), 4: memory_bytes, 5: at })
}

export function removeModelMemory(tx: WriteDb, id: string): void {
  tx.prepare('DELETE FROM model_memory WHERE model_id = ?').run(id)
}
