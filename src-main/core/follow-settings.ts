import type { Db } from '../db/database.ts'

export interface SettingsFollowers {
  /** How a model is loaded was changed: the next answer loads it anew. */
  readonly onLoadingChanged: () => void
  /** Another embedder is in use: what has no vectors of it gets some. */
  readonly onEmbedderChanged: () => void
}

const loading = new Set(['gpu', 'gpu_layers', 'context_size', 'threads'])

/** Carries out what a changed setting or model means for the rest. */
export function followSettings(db: Db, { onLoadingChanged, onEmbedderChanged }: SettingsFollowers): () => void {
  return db.watch((changes) => {
    const settings = changes.filter(({ table }) => table === 'settings').map(({ id }) => id)
    if (settings.some((key) => loading.has(key))) onLoadingChanged()
    const embedderCame = changes.some(
      ({ table, row }) => table === 'models' && row?.role === 'embedder' && row.status === 'ready',
    )
    if (embedderCame || settings.includes('embedder_id')) onEmbedderChanged()
  })
}
