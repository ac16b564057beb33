import type { ModelEngines } from '../../src-main/engine/model-engines.ts'
import type { ModelState } from '../../src-shared/api/health.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ModelFile } from './model-files.ts'
import type { WatchedModel } from './model-state.ts'

/**
 * Texts to vectors of length 1. Errors: `MODEL_UNAVAILABLE` {retry_after}, `OVERLOADED` {retry_after}, and `aborted` with the
 * caller's signal.
 */
export interface Embedder {
  /** Kept with each vector: those of two models cannot be compared. */
  readonly modelId: string
  /** Loads the model unless it is in memory. */
  describe(signal: AbortSignal): Promise<EmbedderFacts>
  /** One vector a text, in order. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>
  /** The newest are remembered. The vector is shared: not to be changed. */
  embedQuery(text: string, signal: AbortSignal): Promise<Float32Array>
  /** Tokens of each text, as the model counts them. */
  count(texts: readonly string[], signal: AbortSignal): Promise<readonly number[]>
  state(): ModelState
}

export interface EmbedderFacts {
  readonly dimension: number
  /** What is longer is cut. */
  readonly maxTokens: number
}

export interface EmbedderDeps {
  readonly engine: ModelEngines['embedder']
  readonly model: ModelFile
  readonly watched: WatchedModel
}

/** Calls, each of which has its turn after every text of the others; more would only wait longer. */
const mostCalls = 64
const retryAfterSeconds = 2

export function createEmbedder({ engine, model, watched }: EmbedderDeps): Embedder {
  const open = { calls: 0 }

  async function bounded<T>(work: () => Promise<T>): Promise<T> {
    if (open.calls >= mostCalls) throw new AppError('OVERLOADED', { retry_after: retryAfterSeconds })
    open.calls += 1
    try {
      return await watched.use(work)
    } finally {
      open.calls -= 1
    }
  }

  return {
    modelId: model.id,
    state: watched.state,
    describe: (signal) =>
      bounded(async () => {
        const { dimension, max_tokens } = await engine.load(model, signal)
        return { dimension, maxTokens: max_tokens }
      }),
    embed: (texts, signal) =>
      bounded(async () => {
        await engine.load(model, signal)
        return Array.fromAsync(engine.embed(texts, signal))
      }),
    embedQuery: (text, signal) =>
      bounded(async () => {
        await engine.load(model, signal)
        return engine.embedQuery(text, signal)
      }),
    count: (texts, signal) =>
      bounded(async () => {
        await engine.load(model, signal)
        return engine.count(texts, signal)
      }),
  }
}
