import { join } from 'node:path'
import type { ModelRow } from '../../src-shared/rows/model.ts'
import type { Db } from '../db/database.ts'
import { storeFault } from '../db/store-fault.ts'
import { writeDemoEmbedder } from './demo/write-demo-embedder.ts'
import { writeDemoModel } from './demo/write-demo-model.ts'
import { demoEmbedderId, demoModelId } from './demo-ids.ts'
import { modelFolder } from './model-files.ts'
import { findModel, putModel } from './models.ts'

export interface AddDemoDeps {
  readonly db: Db
  readonly dataFolder: string
  readonly now: () => number
}

/** Writes the demo model and its embedder into their folders, anew each time, and tells both rows as ready. Errors: `storeError`. */
export async function addDemo({ db, dataFolder, now }: AddDemoDeps, signal: AbortSignal): Promise<ModelRow[]> {
  const modelAt = join(modelFolder(dataFolder, demoModelId), 'demo.gguf')
  const embedderAt = modelFolder(dataFolder, demoEmbedderId)
  const { model, embedder } = await writeBoth({ modelAt, embedderAt }, signal)
  const rows = [
    { id: demoModelId, role: 'chat', name: 'Demo model', path: modelAt, size: model.sizeBytes, sha256: model.sha256 },
    {
      id: demoEmbedderId,
      role: 'embedder',
      name: 'Demo model for search',
      path: embedderAt,
      size: embedder.sizeBytes,
      sha256: null,
    },
  ] as const
  return db.transact((tx) =>
    rows.map(({ id, role, name, path, size, sha256 }) => {
      const at = now()
      const created_at = findModel(tx, id)?.created_at ?? at
      const fields = {
        size_bytes: size,
        received_bytes: size,
        sha256,
        status: 'ready',
        fault: null,
        created_at,
        updated_at: at,
      } as const
      return putModel(tx, { id, role, name, path, ...fields })
    }),
  )
}

async function writeBoth({ modelAt, embedderAt }: { modelAt: string; embedderAt: string }, signal: AbortSignal) {
  try {
    return { model: await writeDemoModel(modelAt, {}, signal), embedder: await writeDemoEmbedder(embedderAt, {}, signal) }
  } catch (error) {
    throw storeFault(error)
  }
}
