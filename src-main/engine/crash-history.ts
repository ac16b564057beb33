export interface CrashHistoryOptions {
  readonly now: () => number
  /** So many crashes within `windowMs`, with no success between, are a loop. */
  readonly limit: number
  readonly windowMs: number
  /** The wait after the first crash; it doubles with every further one, up to `longestDelayMs`. */
  readonly firstDelayMs: number
  readonly longestDelayMs: number
}

export interface CrashHistory {
  /** It crashed while at all of `stages`. */
  note(stages: readonly string[]): void
  /** Work at `stage` was done; a crash at another stage still counts, so that a load between does not hide a loop. */
  succeeded(stage: string): void
  /** A person asks again: nothing of before counts. */
  forgive(): void
  count(): number
  isLoop(): boolean
  /** How long to wait from now before the next start. */
  delayMs(): number
}

export function createCrashHistory(options: CrashHistoryOptions): CrashHistory {
  const { now, limit, windowMs, firstDelayMs, longestDelayMs } = options
  let crashes: readonly { readonly time: number; readonly stages: readonly string[] }[] = []
  const recent = () => crashes.filter(({ time }) => time > now() - windowMs)
  return {
    note(stages) {
      crashes = [...recent(), { time: now(), stages }]
    },
    succeeded(stage) {
      crashes = crashes.filter(({ stages }) => !stages.includes(stage))
    },
    forgive() {
      crashes = []
    },
    count: () => recent().length,
    isLoop: () => recent().length >= limit,
    delayMs() {
      const counted = recent()
      const last = counted.at(-1)
      if (last === undefined) return 0
      const pause = Math.min(firstDelayMs * 2 ** (counted.length - 1), longestDelayMs)
      return Math.max(0, last.time + pause - now())
    },
  }
}
