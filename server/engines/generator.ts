import type { ModelEngines } from '../../src-main/engine/model-engines.ts'
import type { ModelState } from '../../src-shared/api/health.ts'
import type { GenerateEvent, PromptMessage } from '../../src-shared/engine/llama.ts'
import type { LoadPlan } from '../../src-shared/models/fit.ts'
import { createAdmission } from './admission.ts'
import type { ModelFile } from './model-files.ts'
import type { WatchedModel } from './model-state.ts'

/** Answers, one after another, of a bounded number of people at once. */
export interface Generator {
  readonly modelId: string
  /** At once, before anything is done for the request. Errors: `OVERLOADED`, `RATE_LIMITED`, both {retry_after}. */
  join(userId: string): Generation
  /** Loads the model unless it is in memory. */
  warm(signal: AbortSignal): Promise<void>
  state(): ModelState
}

/** A place in the queue; to be disposed of as soon as the answer has ended. */
export interface Generation extends Disposable {
  /** Waits for its turn and for the model. Errors: `MODEL_UNAVAILABLE` {retry_after}, and `aborted` with the signal. */
  begin(signal: AbortSignal): Promise<Begun>
}

export interface Begun {
  readonly contextTokens: number
  /** Of the messages as a prompt, with everything that the model's template adds. */
  count(messages: readonly PromptMessage[]): Promise<number>
  /**
   * Pieces of the answer, the last of them `end` with what it took; also after the signal, then its `stop` is `aborted`. Errors:
   * `MESSAGE_TOO_LONG` {tokens, limit}, `MODEL_UNAVAILABLE`.
   */
  write(prompt: PromptToWrite): AsyncIterable<GenerateEvent>
}

export interface PromptToWrite {
  /** Of whom and in which session: a next turn of it need not read again what was read. */
  readonly conversationId: string
  readonly messages: readonly PromptMessage[]
  readonly maxTokens: number
  readonly temperature: number
}

export interface GeneratorDeps {
  readonly engine: ModelEngines['llama']
  readonly model: ModelFile
  readonly plans: readonly LoadPlan[]
  readonly watched: WatchedModel
  /** People whose answer may wait behind the one that is written. */
  readonly waiting: number
}

/** The engine writes one answer at a time. */
const atOnce = 1
/** One that is written and one that waits: for two windows, not for a script. */
const ofOneUser = 2
const retryAfterSeconds = 5

export function createGenerator({ engine, model, plans, watched, waiting }: GeneratorDeps): Generator {
  const admission = createAdmission({ atOnce, waiting, ofOneUser, retryAfterSeconds })
  const load = (signal: AbortSignal) => watched.use(() => engine.ensureLoaded(model, plans, { signal }))

  async function begin(signal: AbortSignal): Promise<Begun> {
    const { context_size } = await load(signal)
    return {
      contextTokens: context_size,
      count: (messages) => watched.use(() => engine.count(model.id, { messages: [...messages] }, signal)),
      write: ({ conversationId, messages, maxTokens, temperature }) =>
        watched.stream(() =>
          engine.generate(
            model.id,
            { conversation_id: conversationId, messages: [...messages], max_tokens: maxTokens, sampling: { temperature } },
            signal,
          ),
        ),
    }
  }

  return {
    modelId: model.id,
    state: watched.state,
    warm: async (signal) => void (await load(signal)),
    join(userId) {
      const place = admission.enter(userId)
      return {
        async begin(signal) {
          await place.turn(signal)
          return await begin(signal)
        },
        [Symbol.dispose]: () => place[Symbol.dispose](),
      }
    },
  }
}
