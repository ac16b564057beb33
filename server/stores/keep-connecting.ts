import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Log } from '../log.ts'
import { StartFault } from '../start-fault.ts'

export interface Connecting<T> extends AsyncDisposable {
  /** What was opened. Errors: `STORE_UNAVAILABLE` while it is not. */
  current(): T
  /** Ends with the first attempt, whether it succeeded or the database was away. Errors: `StartFault`. */
  readonly attempted: Promise<void>
}

export interface ConnectingDeps<T> {
  readonly name: string
  readonly open: () => Promise<T & AsyncDisposable>
  readonly log: Log
}

const firstPauseMs = 250
const longestPauseMs = 5000
const retryAfterSeconds = 5

/**
 * Opens a database in the background, again and again until it is there: the server does its other work meanwhile. Once open the
 * driver keeps the connection.
 */
export function keepConnecting<T>({ name, open, log }: ConnectingDeps<T>): Connecting<T> {
  const stopped = new AbortController()
  const attempted = Promise.withResolvers<void>()
  const held: { opened?: T & AsyncDisposable } = {}

  async function attempt(): Promise<void> {
    try {
      held.opened = await open()
      attempted.resolve()
    } catch (error) {
      if (error instanceof StartFault) attempted.reject(error)
      else attempted.resolve()
      log.warn({ store: name, reason: reasonOf(error) }, 'not connected')
    }
  }

  async function connect(): Promise<void> {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      await attempt()
      if (held.opened !== undefined || stopped.signal.aborted) return
      await delay(pauseMs, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined)
      if (stopped.signal.aborted) return
    }
  }

  // Whoever does not wait for the first attempt has nothing to do with its failure.
  attempted.promise.catch(() => undefined)
  const connected = connect()
  return {
    attempted: attempted.promise,
    current() {
      if (held.opened !== undefined) return held.opened
      throw new AppError('STORE_UNAVAILABLE', { store: name, retry_after: retryAfterSeconds })
    },
    async [Symbol.asyncDispose]() {
      stopped.abort()
      await connected
      await held.opened?.[Symbol.asyncDispose]()
    },
  }
}

/** What a driver says may hold addresses and names; only what we wrote ourselves is told whole. */
function reasonOf(error: unknown): string {
  if (error instanceof StartFault) return error.message
  return error instanceof Error ? error.name : typeof error
}
