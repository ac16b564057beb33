import { lifecycle } from '../../src-shared/engine/lifecycle.ts'
import { reranker } from '../../src-shared/engine/reranker.ts'
import { createModelKeeper, type FolderModel } from './keep-model.ts'
import { abortable, type RunningChild, type Supervised } from './supervise.ts'

const contract = { reranker, lifecycle }
type RerankerContract = typeof contract

/** What `createSupervised` needs to start the child. It works on its JavaScript thread, so it is silent while a model loads. */
export const rerankerChild = {
  name: 'reranker',
  entry: new URL('./reranker-process.ts', import.meta.url),
  contract,
  limits: { silentBusyMs: 60_000 },
} as const

export interface ToScore {
  readonly query: string
  readonly texts: readonly string[]
}

/**
 * Judges texts by a question, in a child that is started when it is needed and again when it died. Nothing is tried a second time: whoever
 * asks does without. Errors: `embedderError`, `engineError`, `aborted`.
 */
export interface RerankerEngine {
  /** Does nothing when this model is in memory. */
  load(model: FolderModel, signal: AbortSignal): Promise<unknown>
  /** Between 0 and 1, one for each text. */
  score(model: FolderModel, toScore: ToScore, signal: AbortSignal): Promise<number[]>
}

export interface RerankerEngineOptions {
  readonly supervised: Supervised<RerankerContract>
  readonly threads: number
}

export function createRerankerEngine({ supervised, threads }: RerankerEngineOptions): RerankerEngine {
  const kept = createModelKeeper((client: RunningChild<RerankerContract>['client'], path) =>
    client.reranker.load({ path, threads }),
  )
  return {
    load(model, signal) {
      kept.want(model)
      return supervised.use(kept.loadIn, { signal, stage: 'load' })
    },
    score(model, { query, texts }, signal) {
      kept.want(model)
      const scores = supervised.stream(
        async function* (child) {
          // A large one that is not in memory yet is not waited for longer than the answer can be.
          await abortable(kept.loadIn(child), signal)
          yield* child.client.reranker.score({ query, texts: [...texts] }, signal)
        },
        { signal, stage: 'rerank' },
      )
      return Array.fromAsync(scores)
    },
  }
}
