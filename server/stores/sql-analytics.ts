import { type AnalyticsStore, analyticsHour, dateOf } from './analytics-store.ts'
import { sql } from './sql.ts'
import type { SqlStore } from './sql-store.ts'

/** Without ScyllaDB: a table of the database. */
export const createSqlAnalytics = (store: SqlStore): AnalyticsStore => ({
  kind: store.kind,
  count: async ({ user_id, at, resource_type, quantity }) =>
    void (await store.run(sql`
      INSERT INTO usage_analytics (user_id, date, hour, resource_type, count)
      VALUES (${user_id}, ${dateOf(at)}, ${at.getUTCHours()}, ${resource_type}, ${quantity})
      ON CONFLICT (user_id, date, hour, resource_type) DO UPDATE SET count = usage_analytics.count + excluded.count`)),
  readDay: (userId, day) =>
    store.query(
      sql`
        SELECT hour, resource_type, count FROM usage_analytics WHERE user_id = ${userId} AND date = ${dateOf(day)}
        ORDER BY hour, resource_type COLLATE "C"`,
      analyticsHour,
    ),
  deleteDays: async (userId, first, last) =>
    void (await store.run(sql`
      DELETE FROM usage_analytics WHERE user_id = ${userId} AND date BETWEEN ${dateOf(first)} AND ${dateOf(last)}`)),
})
