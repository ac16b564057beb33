export interface AttemptLimit {
  /** Unix ms before which no further try is looked at; null when the next one is. */
  retryAt(): number | null
  failed(): void
  succeeded(): void
}

const free = 3
const firstWaitMs = 2000
const longestWaitMs = 5 * 60_000

/** Three tries are free; each further one waits twice as long as the one before. */
export function createAttemptLimit(now: () => number): AttemptLimit {
  let failures = 0
  let until = 0
  return {
    retryAt: () => (until > now() ? until : null),
    failed() {
      failures++
      if (failures >= free) until = now() + Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - free))
    },
    succeeded() {
      failures = 0
      until = 0
    },
  }
}
