import { stat } from 'node:fs/promises'
import { engineError, lifecycle } from '../../src-shared/engine/lifecycle.ts'
import { type DocumentPart, type ParseRequest, parser, parserError } from '../../src-shared/engine/parser.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import { createPatience } from './patience.ts'
import type { Supervised } from './supervise.ts'
import { createTurns } from './turns.ts'

const contract = { parser, lifecycle }
export type ParserContract = typeof contract

const mebibyte = 1024 * 1024

const memoryBytes = 512 * mebibyte

/**
 * What `createSupervised` needs to start the child. It may read files and run its watch thread; it may not write, start
 * processes or load addons. A parser holds up the only thread, so the time limit of the work ends it, not the heartbeat.
 */
export const parserChild = {
  name: 'parser',
  entry: new URL('./parser-process.ts', import.meta.url),
  contract,
  environment: { NODE_OPTIONS: '--permission --allow-fs-read=* --allow-worker' },
  // Files that cost it the process say nothing about the next file, so there is no such thing as a crash loop here.
  limits: {
    memoryBytes,
    heapMebibytes: 448,
    silentBusyMs: 3_600_000,
    idleMs: () => 60_000,
    crashLimit: 10_000,
    longestDelayMs: 500,
  },
} as const

/** Two minutes, and two seconds more for every further MiB. */
const baseLimitMs = 120_000
const limitMsPerMebibyte = 2_000

export interface ParserEngine {
  /**
   * Reads one file in the child, one after another. A file that takes too long or too much memory costs the child, never
   * the next file. Errors: `parserError`, `engineError`, `aborted`.
   */
  parse(request: ParseRequest, signal: AbortSignal): AsyncGenerator<DocumentPart, void>
}

export interface ParserEngineOptions {
  readonly supervised: Supervised<ParserContract>
  readonly limitMs?: number
}

export function createParserEngine({ supervised, limitMs = baseLimitMs }: ParserEngineOptions): ParserEngine {
  const inTurn = createTurns()

  async function* parseNow(request: ParseRequest, signal: AbortSignal): AsyncGenerator<DocumentPart, void> {
    if (signal.aborted) throw givenUp(signal)
    const within = limitMs + ((await sizeOf(request.path)) / mebibyte) * limitMsPerMebibyte
    const patience = createPatience(within, () => void supervised.stop())
    // Parsers work on the child's only thread and hear no abort: what is given up is killed.
    const onAbort = () => {
      void supervised.stop()
    }
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      yield* patience.with(supervised.stream(({ client }) => client.parser.parse(request, signal), { signal, stage: 'parse' }))
    } catch (error) {
      throw patience.isOver() ? late(within) : translate(error, within)
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  return {
    async *parse(request, signal) {
      const begun = Promise.withResolvers<void>()
      const over = Promise.withResolvers<void>()
      void inTurn(() => {
        begun.resolve()
        return over.promise
      })
      try {
        await orAborted(begun.promise, signal)
        yield* parseNow(request, signal)
      } finally {
        over.resolve()
      }
    },
  }
}

const givenUp = (signal: AbortSignal): AppError => new AppError(rpcError.aborted, undefined, { cause: signal.reason })

/** One that waits for its turn does not wait to be told that it is given up. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const give = () => aborted.reject(givenUp(signal))
  if (signal.aborted) give()
  signal.addEventListener('abort', give, { once: true })
  work.catch(() => undefined)
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', give)
  }
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  )

function translate(error: unknown, limitMs: number): unknown {
  if (!(error instanceof AppError)) return error
  if (error.code === engineError.outOfMemory || isHeapExhausted(error))
    return new AppError(parserError.memory, { limit_bytes: memoryBytes })
  if (error.code === parserError.timeout || error.code === engineError.hung) return late(limitMs)
  return error
}

const late = (limitMs: number): AppError => new AppError(parserError.timeout, { limit_ms: limitMs })

/** V8 aborts the process when its heap is full. */
function isHeapExhausted({ code, data }: AppError): boolean {
  return (
    code === engineError.crashed && typeof data === 'object' && data !== null && 'signal' in data && data.signal === 'SIGABRT'
  )
}
