import { Worker } from 'node:worker_threads'
import { errorCodes, type FastifyInstance } from 'fastify'

export type ParsedBody = { readonly isJson: true; readonly body: unknown } | { readonly isJson: false }

interface BodyParser extends AsyncDisposable {
  parse(bytes: Uint8Array): Promise<ParsedBody>
}

/** What other routes take whole is parsed where it is: that costs less than a thread's answer. */
const smallBytes = 256 * 1024

/**
 * Parses the large JSON bodies of these routes in a thread, so that nobody else waits for it: one of 24 MB takes half a second. Components
 * of an `embedding` arrive as one `Float64Array`. Errors: those of Fastify's own parser.
 */
export function parseLargeBodies(app: FastifyInstance): void {
  const parser = createBodyParser()
  const small = app.getDefaultJsonParser('error', 'error')
  app.addHook('onClose', () => parser[Symbol.asyncDispose]())
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (body.byteLength <= smallBytes) return void small(request, body.toString(), done)
    parser.parse(body).then(
      (parsed) => (parsed.isJson ? done(null, parsed.body) : done(new errorCodes.FST_ERR_CTP_INVALID_JSON_BODY())),
      (error: Error) => done(error),
    )
  })
}

interface Waiting {
  readonly resolve: (parsed: ParsedBody) => void
  readonly reject: (error: unknown) => void
}

interface Parsing {
  readonly worker: Worker
  /** It answers one after the other: the oldest is the next one. */
  readonly waiting: Waiting[]
}

/** One thread for all of them, started by the first; what it was doing when it ended has failed, and the next one starts another. */
function createBodyParser(): BodyParser {
  const state: { parsing?: Parsing | undefined } = {}

  function start(): Parsing {
    const worker = new Worker(new URL('./parse-body-thread.ts', import.meta.url))
    const parsing: Parsing = { worker, waiting: [] }
    const { waiting } = parsing
    worker.unref()
    worker.on('message', (parsed: ParsedBody) => waiting.shift()?.resolve(parsed))
    // Nested too deeply for the stack of this thread, which is the smaller one.
    worker.on('messageerror', () => waiting.shift()?.resolve({ isJson: false }))
    const end = (error: unknown): void => {
      if (state.parsing === parsing) state.parsing = undefined
      for (const { reject } of waiting.splice(0)) reject(error)
    }
    worker.on('error', end)
    worker.on('exit', () => end(new Error('the thread that parses bodies ended')))
    return parsing
  }

  return {
    parse(bytes) {
      const { promise, resolve, reject } = Promise.withResolvers<ParsedBody>()
      state.parsing ??= start()
      const { worker, waiting } = state.parsing
      // Given away, and copied only where it is a part of something else: that takes as long as parsing a small one.
      const { buffer, byteLength } = bytes
      const own =
        buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? new Uint8Array(buffer) : new Uint8Array(bytes)
      worker.postMessage(own, [own.buffer])
      waiting.push({ resolve, reject })
      return promise
    },
    async [Symbol.asyncDispose]() {
      await state.parsing?.worker.terminate()
    },
  }
}
