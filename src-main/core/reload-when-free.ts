import type { LlamaEngine } from '../engine/llama-engine.ts'

export interface ReloadingEngine {
  readonly engine: LlamaEngine
  /** What is in memory was loaded by settings that are no more: it is loaded anew before the next answer that finds it free. */
  reloadLater(): void
}

/** An answer that is being written keeps the model it began with, however the settings change meanwhile. */
export function reloadWhenFree(llama: LlamaEngine): ReloadingEngine {
  const writing = new Set<object>()
  let isStale = false

  return {
    reloadLater() {
      isStale = true
    },
    engine: {
      ...llama,
      async ensureLoaded(model, plans, options) {
        if (isStale && writing.size === 0) {
          isStale = false
          await llama.unload()
        }
        return await llama.ensureLoaded(model, plans, options)
      },
      async *generate(...input) {
        const token = {}
        writing.add(token)
        try {
          yield* llama.generate(...input)
        } finally {
          writing.delete(token)
        }
      },
    },
  }
}
