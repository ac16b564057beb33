import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Log } from '../log.ts'
import { StartFault } from '../start-fault.ts'

export interface Connecting<T> extends AsyncDisposable {
  /** What was opened. Errors: `STORE_UNAVAILABLE` while it is not. */
  current(): T
}

export interface ConnectingDeps<T> {
  readonly name: string
  readonly open: () => Promise<T & AsyncDisposable>
  readonly log: Log
}

const firstPauseMs = 250
const longestPauseMs = 5000
/** The server does not wait longer for a database that it can do without. */
const startPatienceMs = 3000
const retryAfterSeconds = 5

/**
 * Opens a database, in the background again and again until it is there: the server does its other work meanwhile. Once open the
 * driver keeps the connection. Returned when the first attempt has ended, however. Errors: `StartFault` of that attempt.
 */
export async function keepConnecting<T>({ name, open, log }: ConnectingDeps<T>): Promise<Connecting<T>> {
  const stopped = new AbortController()
  const { signal } = stopped
  const held: { opened?: T & AsyncDisposable } = {}

  async function attempt(): Promise<void> {
    const opened = await open()
    if (signal.aborted) await opened[Symbol.asyncDispose]()
    else held.opened = opened
  }

  async function goOn(): Promise<void> {
    for (let pauseMs = firstPauseMs; held.opened === undefined; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      await delay(pauseMs, undefined, { signal, ref: false }).catch(() => undefined)
      if (signal.aborted) return
      await attempt().catch(tell)
    }
  }

  const tell = (error: unknown): void => log.warn({ store: name, reason: reasonOf(error) }, 'not connected')
  const first = attempt().catch((error: unknown) => {
    tell(error)
    if (error instanceof StartFault) throw error
    void goOn()
  })
  // What turns out later not to fit is told and not tried again.
  first.catch(() => undefined)
  await Promise.race([first, delay(startPatienceMs, undefined, { ref: false })])
  return {
    current() {
      if (held.opened !== undefined) return held.opened
      throw new AppError('STORE_UNAVAILABLE', { store: name, retry_after: retryAfterSeconds })
    },
    async [Symbol.asyncDispose]() {
      stopped.abort()
      await held.opened?.[Symbol.asyncDispose]()
    },
  }
}

/** What a driver says may hold addresses and names; only what we wrote ourselves is told whole. */
function reasonOf(error: unknown): string {
  if (error instanceof StartFault) return error.message
  const innermost = error instanceof AppError ? error.cause : error
  return innermost instanceof Error ? innermost.name : typeof innermost
}
