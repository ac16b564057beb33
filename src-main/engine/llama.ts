import { type llama as contract, type GenerateEvent, type LoadEvent, llamaError } from '../../src-shared/engine/llama.ts'
import type { GpuBackend } from '../../src-shared/models/fit.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { streamEvents } from './event-stream.ts'
import { createGenerateTally } from './generate-tally.ts'
import { type Backend, openBackend } from './llama-backend.ts'
import { estimate, listDevices } from './llama-devices.ts'
import { type GenerateRequest, generate } from './llama-generate.ts'
import { type LoadedLlama, type LoadOptions, loadLlama } from './llama-load.ts'
import { buildPrompt } from './llama-prompt.ts'
import { createTurns } from './turns.ts'

/** What the llama child answers. One model at a time; loading and answering take turns. */
export function createLlama(): FeatureHandlers<typeof contract> {
  const inTurn = createTurns()
  const answering = new Map<string, AbortController>()
  let backend: Backend | undefined
  let loaded: LoadedLlama | undefined

  async function open(gpu: GpuBackend): Promise<Backend> {
    if (backend?.asked === gpu || (backend && backend.gpu === gpu)) return backend
    await unload()
    await backend?.[Symbol.asyncDispose]()
    backend = undefined
    backend = await openBackend(gpu)
    return backend
  }

  async function unload(): Promise<void> {
    const old = loaded
    loaded = undefined
    await old?.[Symbol.asyncDispose]()
  }

  function current(): { readonly backend: Backend; readonly loaded: LoadedLlama } {
    if (!backend || !loaded) throw new AppError(llamaError.notLoaded)
    return { backend, loaded }
  }

  async function load(options: LoadOptions): Promise<LoadedLlama> {
    options.signal.throwIfAborted()
    await unload()
    const model = await loadLlama(await open(options.plan.gpu), options)
    loaded = model
    // It may be ready before the abort is heard.
    if (options.signal.aborted) await unload()
    return model
  }

  async function* answer(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent, void> {
    const tally = createGenerateTally(() => performance.now())
    const events = streamEvents<GenerateEvent>(
      (emit) =>
        inTurn(async () => {
          if (!signal.aborted) await generate(request, { ...current(), tally, signal, emit })
        }),
      signal,
    )
    yield* events
    // What was begun goes on for a moment, a piece of the prompt or a token; who stopped need not wait for it.
    if (signal.aborted) yield tally.end('aborted')
  }

  return {
    // Neither waits for an answer that is being written: an open backend tells it beside.
    devices: async () => listDevices(backend ?? (await inTurn(() => open('auto')))),
    estimate: async (input) => estimate(backend ?? (await inTurn(() => open('auto'))), input),

    async *load(input, signal): AsyncGenerator<LoadEvent, void> {
      const events = streamEvents<LoadEvent>(
        (emit) =>
          inTurn(async () => {
            const onProgress = (progress: number) => emit({ type: 'progress', progress })
            emit((await load({ ...input, signal, onProgress })).ready)
          }),
        signal,
      )
      yield* events
    },

    unload: () => inTurn(unload),

    count({ messages, think }) {
      return { tokens: buildPrompt(current().loaded, { messages, think, continueFrom: '', functions: undefined }).tokens.length }
    },

    async *generate(request, callerSignal) {
      const id = request.request_id
      const stop = new AbortController()
      if (id !== undefined) answering.set(id, stop)
      try {
        yield* answer(request, AbortSignal.any([callerSignal, stop.signal]))
      } finally {
        if (id !== undefined) answering.delete(id)
        stop.abort()
      }
    },

    stop({ request_id }) {
      answering.get(request_id)?.abort()
    },
  }
}
