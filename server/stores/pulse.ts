import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises'
import { AppError } from '../../src-shared/rpc/errors.ts'

export interface PulseDeps {
  readonly store: string
  /** Fails when the store is away. It must not wait behind the calls that it is asked about. */
  readonly ping: () => Promise<unknown>
  /** How long a call may be silent before the store is asked. */
  readonly patienceMs: number
  /** How long its answer may take. */
  readonly answerMs: number
}

export interface Pulse extends Disposable {
  /**
   * Hands a call on. Errors: those of the call, and `STORE_UNAVAILABLE` at once while the store is known to be away, or when it turns
   * out to be while the call waits; the call itself may go on.
   */
  guard<T>(call: () => Promise<T>): Promise<T>
}

interface Waiting {
  readonly since: number
  readonly giveUp: () => void
}

const lookMs = 250
const retryAfterSeconds = 2

/**
 * Tells a store that is away from one that is slow. A time limit alone cannot: a statement may wait for a lock longer than anybody may
 * wait for a frozen database. Where a call is silent, or failed as if the store were away, the store is pinged; without an answer
 * everybody who waits is told, and whoever comes hears it at once until a ping is answered again. No request has to find that out.
 */
export function createPulse({ store, ping, patienceMs, answerMs }: PulseDeps): Pulse {
  const waiting = new Set<Waiting>()
  const state = { isAway: false, isAsking: false }
  const timer = setInterval(look, lookMs).unref()

  function look(): void {
    const [oldest] = waiting
    const isSilent = oldest !== undefined && performance.now() - oldest.since > patienceMs
    if (isSilent || state.isAway) void ask()
  }

  async function ask(): Promise<void> {
    if (state.isAsking) return
    state.isAsking = true
    state.isAway = !(await answers(ping, answerMs))
    state.isAsking = false
    if (state.isAway) for (const { giveUp } of waiting) giveUp()
  }

  const away = (cause?: unknown): AppError =>
    new AppError('STORE_UNAVAILABLE', { store, retry_after: retryAfterSeconds }, { cause })

  function wait<T>(call: () => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    const entry = { since: performance.now(), giveUp: () => reject(away()) }
    waiting.add(entry)
    const end = (): void => void waiting.delete(entry)
    call().then(
      (result) => {
        end()
        resolve(result)
      },
      (error: unknown) => {
        end()
        if (isUnavailable(error)) void ask()
        reject(error)
      },
    )
    return promise
  }

  return {
    guard: (call) => (state.isAway ? Promise.reject(away()) : wait(call)),
    [Symbol.dispose]: () => clearInterval(timer),
  }
}

export const isUnavailable = (error: unknown): boolean => error instanceof AppError && error.code === 'STORE_UNAVAILABLE'

/** An answer that lies there unread, because this process itself was late, is an answer: it gets one more turn of the loop. */
async function answers(ping: () => Promise<unknown>, answerMs: number): Promise<boolean> {
  const isThere = ping().then(
    () => true,
    () => false,
  )
  const late = delay(answerMs, false, { ref: false }).then(() => turn(false))
  return await Promise.race([isThere, late])
}
