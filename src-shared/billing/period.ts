/** Half open: `start` belongs to it, `end` does not. Unix milliseconds. */
export interface Period {
  readonly start: number
  readonly end: number
}

/** The calendar month in UTC, never a local one: every device of an account counts in the same month. */
export function monthAt(at: number): Period {
  const day = new Date(at)
  const year = day.getUTCFullYear()
  const month = day.getUTCMonth()
  return { start: Date.UTC(year, month), end: Date.UTC(year, month + 1) }
}
