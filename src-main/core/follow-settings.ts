import type { Db } from '../db/database.ts'

export interface SettingsFollowers {
  /** How a model is loaded was changed: the next answer loads it anew. */
  readonly onLoadingChanged: () => void
  /** Another embedder may be the chosen one. */
  readonly onEmbedderChanged: () => void
}

const loading = new Set(['gpu', 'gpu_layers', 'context_size', 'threads'])

/** Carries out what a changed setting or model means for the rest. */
export function followSettings(db: Db, { onLoadingChanged, onEmbedderChanged }: SettingsFollowers): () => void {
  return db.watch((changes) => {
    const settings = changes.filter(({ table }) => table === 'settings').map(({ id }) => id)
    if (settings.some((key) => loading.has(key))) onLoadingChanged()
    const modelsChanged = changes.some(
      ({ table, row }) => table === 'models' && (row === null || (row.role === 'embedder' && row.status === 'ready')),
    )
    if (modelsChanged || settings.includes('embedder_id')) onEmbedderChanged()
  })
}
