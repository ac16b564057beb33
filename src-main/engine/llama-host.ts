import { llamaError } from '../../src-shared/engine/llama.ts'
import type { GpuBackend } from '../../src-shared/models/fit.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { type Backend, openBackend } from './llama-backend.ts'
import { type LoadedLlama, type LoadOptions, loadLlama } from './llama-load.ts'
import { createTurns } from './turns.ts'

export interface LlamaHost {
  /** Everything that changes what is in memory, or evaluates with it, comes one after another. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
  /** The open backend, whichever it is; else the best there is. Needs no turn. */
  anyBackend(): Promise<Backend>
  /** Error: `llama.not_loaded`. */
  current(): { readonly backend: Backend; readonly loaded: LoadedLlama }
  /** To be called in turn. */
  load(options: LoadOptions): Promise<LoadedLlama>
  unload(): Promise<void>
}

/** Holds one backend and at most one model of it. */
export function createLlamaHost(): LlamaHost {
  const inTurn = createTurns()
  let backend: Backend | undefined
  let loaded: LoadedLlama | undefined

  async function open(gpu: GpuBackend): Promise<Backend> {
    if (backend?.asked === gpu || backend?.gpu === gpu) return backend
    await unload()
    const other = backend
    backend = undefined
    await other?.[Symbol.asyncDispose]()
    backend = await openBackend(gpu)
    return backend
  }

  async function unload(): Promise<void> {
    const old = loaded
    loaded = undefined
    await old?.[Symbol.asyncDispose]()
  }

  return {
    inTurn,
    unload,
    anyBackend: async () => backend ?? inTurn(async () => backend ?? open('auto')),
    current() {
      if (!backend || !loaded) throw new AppError(llamaError.notLoaded)
      return { backend, loaded }
    },
    async load(options) {
      options.signal.throwIfAborted()
      await unload()
      const model = await loadLlama(await open(options.plan.gpu), options)
      loaded = model
      // It may be ready before the abort is heard.
      if (options.signal.aborted) await unload()
      return model
    },
  }
}
