import { type AnalyticsStore, analyticsHour, dateOf } from './analytics-store.ts'
import { cql } from './cql.ts'
import type { CqlSession } from './scylla.ts'

const dayMs = 86_400_000
const atOnce = 64

/** Counters: they cannot be set, so a call that ended in doubt is not done again. */
export const createScyllaAnalytics = (session: () => CqlSession): AnalyticsStore => ({
  kind: 'scylla',
  count: async ({ user_id, at, resource_type, quantity }) =>
    await session().runOnce(cql`
      UPDATE usage_analytics SET count = count + ${quantity}
      WHERE user_id = ${user_id} AND date = ${dateOf(at)} AND hour = ${at.getUTCHours()} AND resource_type = ${resource_type}`),
  readDay: async (userId, day) =>
    await session().query(
      cql`SELECT hour, resource_type, count FROM usage_analytics WHERE user_id = ${userId} AND date = ${dateOf(day)}`,
      analyticsHour,
    ),
  async deleteDays(userId, first, last) {
    const days = daysBetween(first, last)
    for (let start = 0; start < days.length; start += atOnce)
      await Promise.all(
        days
          .slice(start, start + atOnce)
          .map((date) => session().run(cql`DELETE FROM usage_analytics WHERE user_id = ${userId} AND date = ${date}`)),
      )
  },
})

/** A partition is a day: which of them there are cannot be asked, so each is deleted. */
function daysBetween(first: Date, last: Date): string[] {
  const start = Date.parse(dateOf(first))
  const count = Math.floor((Date.parse(dateOf(last)) - start) / dayMs) + 1
  return Array.from({ length: Math.max(0, count) }, (_, n) => dateOf(new Date(start + n * dayMs)))
}
