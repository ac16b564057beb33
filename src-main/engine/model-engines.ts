import type { Log } from '../core/log.ts'
import { createEmbedderEngine, type EmbedderEngine, embedderChild } from './embedder-engine.ts'
import { llamaChild } from './llama-child.ts'
import { createLlamaEngine, type LlamaEngine } from './llama-engine.ts'
import { createSupervised } from './supervise.ts'

export interface ModelEngines extends AsyncDisposable {
  readonly llama: LlamaEngine
  readonly embedder: EmbedderEngine
}

export interface ModelEnginesOptions {
  readonly log: Log
  /** After so long without work a child is stopped; infinite keeps it. */
  readonly idleMs: () => number
  /** For the child that may use a graphics card. */
  readonly driverEnvironment: Readonly<Record<string, string>>
}

/** What answers and what embeds: the same children, supervised in the same way, under the desktop's core and under the server. */
export function createModelEngines({ log, idleMs, driverEnvironment }: ModelEnginesOptions): ModelEngines {
  const llama = createSupervised({ ...llamaChild, log, environment: driverEnvironment, limits: { ...llamaChild.limits, idleMs } })
  const embedder = createSupervised({ ...embedderChild, log, limits: { ...embedderChild.limits, idleMs } })
  return {
    llama: createLlamaEngine({ supervised: llama }),
    embedder: createEmbedderEngine({ supervised: embedder, threads: 1 }),
    [Symbol.asyncDispose]: async () => void (await Promise.all([llama.stop(), embedder.stop()])),
  }
}
