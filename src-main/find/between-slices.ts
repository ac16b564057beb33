import { setImmediate } from 'node:timers/promises'

/** Milliseconds of work before others get their turn. */
const turnMs = 8

/** Call it between slices of work: lets others in when it has been a while, and ends when nobody waits for the answer any more. */
export function createPause(signal: AbortSignal): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < turnMs) return
    await setImmediate()
    signal.throwIfAborted()
    since = performance.now()
  }
}
