import { z } from 'zod'

export interface CountedUse {
  readonly user_id: string
  readonly at: Date
  readonly resource_type: string
  readonly quantity: number
}

export const analyticsHour = z.object({ hour: z.int().min(0).max(23), resource_type: z.string(), count: z.coerce.number() })
export type AnalyticsHour = z.infer<typeof analyticsHour>

/**
 * How much of what was used in which hour (UTC), to look at: counters of ScyllaDB, or a table of the database. Quota and money are
 * counted by the ledger. Errors: `STORE_UNAVAILABLE`; it may have counted then.
 */
export interface AnalyticsStore {
  readonly kind: 'scylla' | 'postgres' | 'pglite'
  count(use: CountedUse): Promise<void>
  /** By hour, then by resource. */
  readDay(userId: string, day: Date): Promise<readonly AnalyticsHour[]>
  /** Both days and those between. */
  deleteDays(userId: string, first: Date, last: Date): Promise<void>
}

/** No server is older. What devices say of hours outside of these is not counted here: of which days a person has something cannot be asked. */
export const analyticsStart = new Date('2026-01-01T00:00:00Z')
/** The end of what is counted at `now`: a clock may run ahead by a day. */
export const analyticsEnd = (now: Date): Date => new Date(now.getTime() + 86_400_000)

/** The day in UTC, as both databases write dates. */
export const dateOf = (at: Date): string => at.toISOString().slice(0, 10)
