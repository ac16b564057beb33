import { embedder, embedderError } from '../../src-shared/engine/embedder.ts'
import { engineError, lifecycle } from '../../src-shared/engine/lifecycle.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { createModelKeeper, type FolderModel } from './keep-model.ts'
import { createQueryCache } from './query-cache.ts'
import type { RunningChild, Supervised } from './supervise.ts'

const embedderContract = { embedder, lifecycle }
type EmbedderContract = typeof embedderContract

interface LoadedEmbedder extends FolderModel {
  readonly dimension: number
  readonly max_tokens: number
  readonly dtype: string
  readonly memory_bytes: number
}

/** What `createSupervised` needs to start the child. It works on its JavaScript thread, so it is silent while a model loads. */
export const embedderChild = {
  name: 'embedder',
  entry: new URL('./embedder-process.ts', import.meta.url),
  contract: embedderContract,
  limits: { silentBusyMs: 120_000 },
} as const

/** The same model runner with low priority, for what nobody waits for. It is there while there is something to do, and no longer. */
export const reembedderChild = {
  ...embedderChild,
  name: 'reembedder',
  entry: new URL('./reembedder-process.ts', import.meta.url),
  // Longer than the longest rest between two pieces (import-pace.ts): else it would be loaded again for each.
  limits: { ...embedderChild.limits, idleMs: () => 15_000 },
} as const

/**
 * Texts to vectors, in a child that is started when it is needed and again when it died: the model is then loaded again
 * and the text in work is tried once more. Errors: `embedderError`, `engineError`, `aborted`.
 */
export interface EmbedderEngine {
  /** The model all later calls use. Does nothing when it is the one in memory. */
  load(model: FolderModel, signal: AbortSignal): Promise<LoadedEmbedder>
  /** Newest questions are remembered. The vector is shared: not to be changed. */
  embedQuery(text: string, signal: AbortSignal): Promise<Float32Array>
  /** One vector per text, in order. A question that comes meanwhile waits for one text, not for all. */
  embed(texts: readonly string[], signal: AbortSignal): AsyncIterable<Float32Array>
  count(texts: readonly string[], signal: AbortSignal): Promise<readonly number[]>
}

export interface EmbedderEngineOptions {
  readonly supervised: Supervised<EmbedderContract>
  readonly threads: number
}

export function createEmbedderEngine({ supervised, threads }: EmbedderEngineOptions): EmbedderEngine {
  const queries = createQueryCache()
  const kept = createModelKeeper((client: RunningChild<EmbedderContract>['client'], path) =>
    client.embedder.load({ path, threads }),
  )

  async function* embed(texts: readonly string[], signal: AbortSignal): AsyncGenerator<Float32Array, void> {
    let done = 0
    let crashedAt = -1
    while (done < texts.length) {
      const rest = texts.slice(done)
      const run = supervised.stream(
        async function* (child) {
          await kept.loadIn(child)
          yield* child.client.embedder.embed({ texts: rest }, signal)
        },
        { signal, stage: 'embed' },
      )
      try {
        for await (const vector of run) {
          yield vector
          done += 1
        }
      } catch (error) {
        if (!isCrash(error) || crashedAt === done || signal.aborted) throw error
        crashedAt = done
      }
    }
  }

  return {
    async load(model, signal) {
      if (kept.want(model)) queries.clear()
      return twiceMore(() => supervised.use(kept.loadIn, { signal, stage: 'load' }), signal)
    },

    async embedQuery(text, signal) {
      const known = queries.get(text)
      if (known !== undefined) return known
      const model = kept.wanted()
      const [vector] = await Array.fromAsync(embed([text], signal))
      if (vector === undefined) throw new AppError(embedderError.notLoaded)
      if (kept.wanted() === model) queries.set(text, vector)
      return vector
    },

    embed,
    count(texts, signal) {
      const work = async (child: RunningChild<EmbedderContract>) => {
        await kept.loadIn(child)
        return child.client.embedder.count({ texts: [...texts] }, signal)
      }
      return twiceMore(() => supervised.use(work, { signal, stage: 'count' }), signal)
    },
  }
}

/** A text that ends the child is embedded twice before it is given up: whoever is in the child beside it loses two of them and has no part in it. */
async function twiceMore<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let left = 2; ; left--) {
    try {
      return await work()
    } catch (error) {
      if (!isCrash(error) || signal.aborted || left === 0) throw error
    }
  }
}

const isCrash = (error: unknown): boolean =>
  error instanceof AppError && (error.code === engineError.crashed || error.code === engineError.hung)
