import { embedder, embedderError } from '../../src-shared/engine/embedder.ts'
import { engineError, lifecycle } from '../../src-shared/engine/lifecycle.ts'
import type { Client } from '../../src-shared/rpc/contract.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { createQueryCache } from './query-cache.ts'
import type { RunningChild, Supervised } from './supervise.ts'

const contract = { embedder, lifecycle }
export type EmbedderContract = typeof contract

/** What `createSupervised` needs to start the child. It works on its JavaScript thread, so it is silent while a model loads. */
export const embedderChild = {
  name: 'embedder',
  entry: new URL('./embedder-process.ts', import.meta.url),
  contract,
  limits: { silentBusyMs: 120_000 },
} as const

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

/**
 * Texts to vectors, in a child that is started when it is needed and again when it died: the model is then loaded again
 * and the text in work is tried once more. Errors: `embedderError`, `engineError`, `aborted`.
 */
export interface EmbedderEngine {
  /** The model all later calls use. Does nothing when it is the one in memory. */
  load(model: EmbedderModel, signal: AbortSignal): Promise<LoadedEmbedder>
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

interface InMemory {
  readonly run: number
  readonly embedder: LoadedEmbedder
}

export function createEmbedderEngine({ supervised, threads }: EmbedderEngineOptions): EmbedderEngine {
  const queries = createQueryCache()
  let wanted: EmbedderModel | undefined
  let inMemory: Promise<InMemory> | undefined

  /** One load at a time, and none when this run of the child has the model already. */
  async function loadIn({ client, run }: RunningChild<EmbedderContract>): Promise<LoadedEmbedder> {
    const model = wanted
    if (model === undefined) throw new AppError(embedderError.notLoaded)
    const before = await inMemory?.catch(() => undefined)
    if (before?.run === run && isSame(before.embedder, model)) return before.embedder
    if (wanted !== model) return loadIn({ client, run })
    const loading = loadModel(client, model).then((embedder) => ({ run, embedder }))
    inMemory = loading
    return (await loading).embedder
  }

  async function loadModel(client: Client<EmbedderContract>, model: EmbedderModel): Promise<LoadedEmbedder> {
    return { ...model, ...(await client.embedder.load({ path: model.path, threads })) }
  }

  const use = <T>(stage: string, work: (client: Client<EmbedderContract>) => Promise<T>, signal: AbortSignal): Promise<T> =>
    onceMore(
      () =>
        supervised.use(
          async (child) => {
            await loadIn(child)
            return work(child.client)
          },
          { signal, stage },
        ),
      signal,
    )

  async function* embed(texts: readonly string[], signal: AbortSignal): AsyncGenerator<Float32Array, void> {
    let done = 0
    let crashedAt = -1
    while (done < texts.length) {
      const rest = texts.slice(done)
      const run = supervised.stream(
        async function* (child) {
          await loadIn(child)
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
      if (wanted === undefined || !isSame(wanted, model)) queries.clear()
      wanted = model
      return onceMore(() => supervised.use((child) => loadIn(child), { signal, stage: 'load' }), signal)
    },

    async embedQuery(text, signal) {
      const known = queries.get(text)
      if (known !== undefined) return known
      const model = wanted
      const [vector] = await Array.fromAsync(embed([text], signal))
      if (vector === undefined) throw new AppError(embedderError.notLoaded)
      if (wanted === model) queries.set(text, vector)
      return vector
    },

    embed,
    count: (texts, signal) => use('count', (client) => client.embedder.count({ texts: [...texts] }, signal), signal),
  }
}

async function onceMore<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isCrash(error) || signal.aborted) throw error
    return await work()
  }
}

const isCrash = (error: unknown): boolean =>
  error instanceof AppError && (error.code === engineError.crashed || error.code === engineError.hung)

const isSame = (a: EmbedderModel, b: EmbedderModel): boolean => a.id === b.id && a.path === b.path
