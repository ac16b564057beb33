import type { ModelState } from '../../src-shared/api/health.ts'
import { embedderError } from '../../src-shared/engine/embedder.ts'
import { engineError } from '../../src-shared/engine/lifecycle.ts'
import { llamaError } from '../../src-shared/engine/llama.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Log } from '../log.ts'

export type ModelSetting = 'EMBEDDING_MODEL' | 'GENERATION_MODEL'

export interface WatchedModel {
  state(): ModelState
  /** What its engine does. Errors of the engine leave as the API names them: `MODEL_UNAVAILABLE`, `MESSAGE_TOO_LONG`. */
  use<T>(work: () => Promise<T>): Promise<T>
  stream<T>(open: () => AsyncIterable<T>): AsyncGenerator<T, void>
}

/** For whoever needs a model that is not there: what its operator has to set. */
export const modelMissing = (setting: ModelSetting): AppError => new AppError('MODEL_UNAVAILABLE', { setting })

const retryAfterSeconds = 5
const faults = new Set<string>([engineError, llamaError, embedderError].flatMap((codes) => Object.values(codes)))

export function watchModel(name: string, log: Log): WatchedModel {
  const watched: { state: ModelState['state'] } = { state: 'idle' }

  function explain(error: unknown): unknown {
    if (!(error instanceof AppError) || !faults.has(error.code)) return error
    if (error.code === llamaError.promptTooLong) return new AppError('MESSAGE_TOO_LONG', error.data, { cause: error })
    watched.state = 'failed'
    log.warn({ model: name, code: error.code }, 'a model does not work')
    return new AppError('MODEL_UNAVAILABLE', { retry_after: retryAfterSeconds }, { cause: error })
  }

  return {
    state: () => ({ name, state: watched.state }),
    async use(work) {
      try {
        const result = await work()
        watched.state = 'ready'
        return result
      } catch (error) {
        throw explain(error)
      }
    },
    async *stream(open) {
      try {
        yield* open()
        watched.state = 'ready'
      } catch (error) {
        throw explain(error)
      }
    },
  }
}
