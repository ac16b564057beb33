import type { z } from 'zod'
import type { LoadedModel } from '../../src-shared/desktop/models.ts'
import type { GenerateEvent, llama } from '../../src-shared/engine/llama.ts'
import type { LoadPlan } from '../../src-shared/models/fit.ts'
import type { LlamaContract } from './llama-child.ts'
import { createLoadedView } from './loaded-view.ts'
import { createModelLoader, type EnsureOptions, type LlamaFile, type ReadyModel } from './model-loader.ts'
import { onceMore, onceMoreStream } from './once-more.ts'
import { type GenerateInput, stoppable } from './stoppable-generate.ts'
import type { Supervised } from './supervise.ts'

/**
 * One model in a child process, whatever happens to the child: what died with it is loaded again for the next call, and an
 * answer that dies before its first word is begun once more. Errors: `llamaError`, `engineError`, `aborted`.
 */
export interface LlamaEngine extends AsyncDisposable {
  /**
   * Loads the model unless it is in memory, by the first of `plans` that works; what it became is in the answer's `plan`. A
   * model in memory stays as it is, whatever the plans: unload it to have it otherwise. After a crash a smaller plan is taken.
   */
  ensureLoaded(model: LlamaFile, plans: readonly LoadPlan[], options: EnsureOptions): Promise<ReadyModel>
  /**
   * Waits until no other model is in use, and keeps every other from being loaded until it is disposed of: for loading, counting
   * and generating in one go. Nothing needs it to be right: without it two who use two models may have them loaded in turns.
   */
  hold(model: LlamaFile, signal: AbortSignal): Promise<Disposable>
  /**
   * An answer of that model, which was loaded once; waits while another is in use. Stopped by the signal it still ends with its
   * `end` event, `stop` being `aborted`.
   */
  generate(modelId: string, input: GenerateInput, signal: AbortSignal): AsyncIterable<GenerateEvent>
  /** Evaluates what comes before the next question of a conversation, so that its answer begins sooner; the signal keeps what was read. */
  read(modelId: string, input: ReadInput, signal: AbortSignal): Promise<void>
  /** Tokens the messages take as a prompt of that model. */
  count(modelId: string, input: CountInput, signal: AbortSignal): Promise<number>
  estimate(input: z.input<typeof llama.estimate.input>, signal: AbortSignal): Promise<z.output<typeof llama.estimate.output>>
  devices(signal: AbortSignal): Promise<z.output<typeof llama.devices.output>>
  /** Ends the child: nothing else gives all of the memory back. */
  unload(): Promise<void>
  loaded(): LoadedModel | null
  onState(listener: (model: LoadedModel | null) => void): Disposable
}

type ReadInput = Readonly<z.input<typeof llama.read.input>>
type CountInput = Readonly<z.input<typeof llama.count.input>>

export interface LlamaEngineOptions {
  readonly supervised: Supervised<LlamaContract>
  /** Conversations whose evaluated prompts are kept in memory at once, where there is room. */
  readonly conversations?: number
}

export function createLlamaEngine({ supervised, conversations = 4 }: LlamaEngineOptions): LlamaEngine {
  const view = createLoadedView()
  const loader = createModelLoader({ supervised, view, conversations })

  async function* answer(modelId: string, input: GenerateInput, signal: AbortSignal): AsyncGenerator<GenerateEvent, void> {
    using used = await loader.again(modelId, signal)
    try {
      const events = supervised.stream(({ client }) => stoppable(client.llama, input, signal), { signal, stage: 'generate' })
      for await (const event of events) {
        if (event.type === 'end') view.change(speedOf(event))
        yield event
      }
    } catch (error) {
      loader.noteFailure(used.memory, error)
      throw error
    }
  }

  async function read(modelId: string, input: ReadInput, signal: AbortSignal): Promise<void> {
    using used = await loader.again(modelId, signal)
    try {
      await supervised.use(({ client }) => client.llama.read(input, signal), { signal, stage: 'read' })
    } catch (error) {
      loader.noteFailure(used.memory, error)
      throw error
    }
  }

  async function count(modelId: string, input: CountInput, signal: AbortSignal): Promise<number> {
    using _ = await loader.again(modelId, signal)
    const { tokens } = await supervised.use(({ client }) => client.llama.count(input, signal), { signal, stage: 'count' })
    return tokens
  }

  const unload = () => {
    loader.forget()
    return supervised.stop()
  }

  return {
    async ensureLoaded(model, plans, options) {
      const { ready } = await loader.ensure(model, plans, options)
      return ready
    },
    hold: loader.hold,
    generate: (modelId, input, signal) => onceMoreStream(() => answer(modelId, input, signal), isWord),
    read: (modelId, input, signal) => onceMore(() => read(modelId, input, signal)),
    count: (modelId, input, signal) => onceMore(() => count(modelId, input, signal)),
    estimate: (input, signal) =>
      supervised.use(({ client }) => client.llama.estimate(input, signal), { signal, stage: 'estimate' }),
    devices: (signal) => supervised.use(({ client }) => client.llama.devices(undefined, signal), { signal, stage: 'devices' }),
    unload,
    loaded: view.get,
    onState: view.onChange,
    [Symbol.asyncDispose]: unload,
  }
}

/** A prompt may be read again; nobody sees an answer begin twice. */
const isWord = ({ type }: GenerateEvent): boolean => type !== 'reading'

/** The clock starts with the first token, so that it is not counted. */
function speedOf({ completion_tokens, write_ms }: Extract<GenerateEvent, { type: 'end' }>): Partial<LoadedModel> {
  return completion_tokens > 1 && write_ms > 0 ? { tokens_per_s: ((completion_tokens - 1) * 1000) / write_ms } : {}
}
