const width = 24

/** `Loading ▕██████      ▏ 45 %`; `share` from 0 to 1. */
export function bar(words: string, share: number, more = ''): string {
  const whole = Math.min(1, Math.max(0, share))
  const filled = Math.round(whole * width)
  const tail = more === '' ? '' : `  ${more}`
  return `${words} ▕${'█'.repeat(filled)}${' '.repeat(width - filled)}▏ ${Math.floor(whole * 100)} %${tail}`
}

export interface Passed {
  readonly tookMs: number
  readonly finished: number
  readonly total: number
}

/** From fewer files, or in less time, nothing is foretold. */
const least = { files: 2, ms: 3_000 }

/** `, about 12 min left`, or nothing. */
export function timeLeft({ tookMs, finished, total }: Passed): string {
  if (finished < least.files || tookMs < least.ms || finished >= total) return ''
  return `, about ${timeInWords((tookMs * (total - finished)) / finished / 1000)} left`
}

/** “40 s”, “12 min”, “3 h 5 min”. */
export function timeInWords(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
