import type { DailyUse, UsageSpan } from '../../src-shared/desktop/usage.ts'
import type { ReadDb } from '../db/database.ts'

/** Counted messages by the day of this machine's calendar; a correction takes away from its own day, never below nothing. */
export function dailyUse(db: ReadDb, { from, to }: UsageSpan): DailyUse[] {
  return db
    .prepare<[number, number], DailyUse>(`
      SELECT date(started_at / 1000, 'unixepoch', 'localtime') AS day, max(0, sum(quantity)) AS messages
      FROM usage_log WHERE meter = 'messages' AND started_at >= ? AND started_at < ? GROUP BY day ORDER BY day
    `)
    .all(from, to)
}
