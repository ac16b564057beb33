import { networkError } from '../../src-shared/desktop/network.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'

export interface Deadline extends Disposable {
  readonly signal: AbortSignal
  /** From now on so long. */
  again(ms: number): void
  /** Nobody waits any more. */
  giveUp(): void
  /** Until then or the end of the time, whatever else goes on. */
  race<T>(work: Promise<T>): Promise<T>
}

export interface DeadlineOptions {
  readonly ms: number
  /** Named when the time is over. */
  readonly host: string
  /** Of the caller: its reason wins. */
  readonly signal?: AbortSignal | undefined
}

/** Ends with the caller's reason, or with `network.unreachable` {host, why: 'timeout'}. */
export function startDeadline({ ms, host, signal: given }: DeadlineOptions): Deadline {
  const over = new AbortController()
  const end = () => over.abort(new AppError(networkError.unreachable, { host, why: 'timeout' }))
  const state = { timer: setTimeout(end, ms) }
  const signal = given === undefined ? over.signal : AbortSignal.any([given, over.signal])
  return {
    signal,
    again(nextMs) {
      clearTimeout(state.timer)
      state.timer = setTimeout(end, nextMs)
    },
    giveUp: () => over.abort(),
    async race<T>(work: Promise<T>) {
      const aborted = Promise.withResolvers<never>()
      const stop = () => aborted.reject(signal.reason)
      signal.addEventListener('abort', stop, { once: true })
      // Also then the work is waited for: nobody else hears of its failure.
      if (signal.aborted) stop()
      return Promise.race([aborted.promise, work]).finally(() => signal.removeEventListener('abort', stop))
    },
    [Symbol.dispose]: () => clearTimeout(state.timer),
  }
}
