import { setTimeout as delay } from 'node:timers/promises'

export interface Retrying {
  /** What may be over by itself. */
  readonly isPassing: (error: unknown) => boolean
  readonly patienceMs: number
  readonly pauseMs: number
}

/** Asks again as long as what went wrong is passing, up to the patience; then the last error is thrown. */
export async function retryWhile<T>({ isPassing, patienceMs, pauseMs }: Retrying, ask: () => Promise<T>): Promise<T> {
  for (const until = Date.now() + patienceMs; ; await delay(pauseMs)) {
    try {
      return await ask()
    } catch (error) {
      if (!isPassing(error) || Date.now() > until) throw error
    }
  }
}
