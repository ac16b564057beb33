import type { PersonalStore } from '../personal-data/personal-store.ts'
import { type AnalyticsStore, analyticsEnd, analyticsStart, dateOf } from '../stores/analytics-store.ts'

export interface AnalyticsPersonalDeps {
  readonly analytics: AnalyticsStore
  readonly now: () => number
}

const dayMs = 86_400_000
const atOnce = 64

/** What was used by hour, where it lies in a database of its own. */
export const analyticsPersonalData = ({ analytics, now }: AnalyticsPersonalDeps): PersonalStore => ({
  name: 'analytics',
  collect: async (userId) => ({ usage_analytics: await readAll({ analytics, now }, userId) }),
  erase: (userId) => analytics.deleteDays(userId, analyticsStart, analyticsEnd(new Date(now()))),
  count: async (userId) => (await readAll({ analytics, now }, userId)).length,
})

async function readAll({ analytics, now }: AnalyticsPersonalDeps, userId: string) {
  const days: Date[] = []
  for (let at = analyticsStart.getTime(); at <= analyticsEnd(new Date(now())).getTime(); at += dayMs) days.push(new Date(at))
  const all = []
  for (let start = 0; start < days.length; start += atOnce) {
    const read = days.slice(start, start + atOnce).map(async (day) => {
      const hours = await analytics.readDay(userId, day)
      return hours.map((hour) => ({ date: dateOf(day), ...hour }))
    })
    all.push(...(await Promise.all(read)).flat())
  }
  return all
}
