/** A day of this machine's calendar, as the core names it. */
export interface Day {
  /** "2026-11-24". */
  readonly name: string
  /** Its beginning, Unix milliseconds. */
  readonly at: number
}

/** The `count` days that end with the day of `until`, oldest first. */
export function daysUntil(until: number, count: number): readonly Day[] {
  return Array.from({ length: count }, (_, index) => dayOf(until, index - count + 1))
}

/** The day that is `offset` days from the day of `at`; by the calendar, so that a day of 23 hours is one. */
export function dayOf(at: number, offset = 0): Day {
  const date = new Date(at)
  date.setHours(0, 0, 0, 0)
  date.setDate(date.getDate() + offset)
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()]
  return { name: parts.map((part) => String(part).padStart(2, '0')).join('-'), at: date.getTime() }
}
