/** Half open: `start` belongs to it, `end` does not. Unix milliseconds. */
export interface Period {
  readonly start: number
  readonly end: number
}

/**
 * The month in UTC, never a local one: every device of an account counts in the same month. It begins on `firstDay`, which
 * every month has: 1 to 28.
 */
export function monthAt(at: number, firstDay = 1): Period {
  const day = new Date(at)
  const year = day.getUTCFullYear()
  const month = day.getUTCMonth() - (day.getUTCDate() < firstDay ? 1 : 0)
  return { start: Date.UTC(year, month, firstDay), end: Date.UTC(year, month + 1, firstDay) }
}
