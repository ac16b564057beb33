import { embedder, embedderError } from '../../src-shared/engine/embedder.ts'
import { lifecycle } from '../../src-shared/engine/lifecycle.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { RunningChild } from './supervise.ts'

export const embedderContract = { embedder, lifecycle }
export type EmbedderContract = typeof embedderContract

export interface EmbedderModel {
  readonly id: string
  /** The ONNX folder. */
  readonly path: string
}

export interface LoadedEmbedder extends EmbedderModel {
  readonly dimension: number
  readonly max_tokens: number
  readonly dtype: string
  readonly memory_bytes: number
}

/** Knows which model is meant and which the child has in memory. */
export interface ModelKeeper {
  /** The model that is meant from now on; true when it is another. */
  want(model: EmbedderModel): boolean
  wanted(): EmbedderModel | undefined
  /** One load at a time, and none when this run of the child has the model already. */
  loadIn(child: RunningChild<EmbedderContract>): Promise<LoadedEmbedder>
}

interface InMemory {
  readonly run: number
  readonly loaded: LoadedEmbedder
}

export function createModelKeeper(threads: number): ModelKeeper {
  let wanted: EmbedderModel | undefined
  let inMemory: Promise<InMemory> | undefined

  return {
    wanted: () => wanted,
    want(model) {
      if (wanted !== undefined && isSame(wanted, model)) return false
      wanted = model
      return true
    },
    async loadIn({ client, run }) {
      for (;;) {
        const before = inMemory
        const found = await before?.catch(() => undefined)
        if (wanted === undefined) throw new AppError(embedderError.notLoaded)
        if (found?.run === run && isSame(found.loaded, wanted)) return found.loaded
        // Somebody else began a load while this one waited: it may be the right one.
        if (inMemory !== before) continue
        const model = wanted
        const loading = client.embedder
          .load({ path: model.path, threads })
          .then((facts) => ({ run, loaded: { ...model, ...facts } }))
        inMemory = loading
        return (await loading).loaded
      }
    },
  }
}

const isSame = (a: EmbedderModel, b: EmbedderModel): boolean => a.id === b.id && a.path === b.path
