import type { llama as contract, GenerateEvent, LoadEvent } from '../../src-shared/engine/llama.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import { streamEvents } from './event-stream.ts'
import { gatheredEvents } from './gathered-events.ts'
import { createGenerateTally } from './generate-tally.ts'
import { estimate, listDevices } from './llama-devices.ts'
import { type GenerateRequest, generate } from './llama-generate.ts'
import { createLlamaHost, type LlamaHost } from './llama-host.ts'
import { buildPrompt } from './llama-prompt.ts'
import { readAhead } from './llama-read-ahead.ts'

/** What the llama child answers. One model at a time; loading and answering take turns, the rest does not wait for them. */
export function createLlama(): FeatureHandlers<typeof contract> {
  const host = createLlamaHost()
  const answering = new Map<string, AbortController>()
  return {
    devices: async () => listDevices(await host.anyBackend()),
    estimate: async (input) => estimate(await host.anyBackend(), input),

    load: (input, signal) =>
      streamEvents<LoadEvent>(
        (emit) =>
          host.inTurn(async () => {
            const onProgress = (progress: number) => emit({ type: 'progress', progress })
            const { ready } = await host.load({ ...input, signal, onProgress })
            emit(ready)
          }),
        signal,
      ),

    unload: () => host.inTurn(host.unload),

    count({ messages, think }) {
      const { loaded } = host.current()
      return { tokens: buildPrompt(loaded, { messages, think, continueFrom: '', functions: undefined }).tokens.length }
    },

    read: (input, signal) => host.inTurn(() => readAhead(input, { loaded: host.current().loaded, signal })),

    async *generate(request, callerSignal) {
      const { request_id } = request
      const stop = new AbortController()
      if (request_id !== undefined) answering.set(request_id, stop)
      try {
        yield* answer(host, request, AbortSignal.any([callerSignal, stop.signal]))
      } finally {
        if (request_id !== undefined) answering.delete(request_id)
        // A caller that left its loop early wants no more of it.
        stop.abort()
      }
    },

    stop({ request_id }) {
      answering.get(request_id)?.abort()
    },
  }
}

async function* answer(host: LlamaHost, request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent, void> {
  const tally = createGenerateTally(() => performance.now())
  const inTurn = (emit: (event: GenerateEvent) => void) =>
    host.inTurn(async () => {
      if (!signal.aborted) await generate(request, { ...host.current(), tally, signal, emit })
    })
  yield* gatheredEvents(inTurn, signal)
  // What was begun goes on for a moment, a piece of the prompt or a token; who stopped need not wait for it.
  if (signal.aborted) yield tally.end('aborted')
}
