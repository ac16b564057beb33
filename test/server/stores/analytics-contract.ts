import { expect, test } from 'vitest'
import type { AnalyticsStore } from '../../../server/stores/analytics-store.ts'
import { newId } from '../../../src-shared/ids.ts'

/** What counts for looking at, wherever it counts. */
export function keepsAnalyticsContract(analytics: () => AnalyticsStore): void {
  test('what happens at once is counted by hour and resource of the day in UTC', async () => {
    const [user_id, other] = [newId(), newId()]
    const at = new Date('2026-03-01T00:59:59.999Z')
    const uses = Array.from({ length: 50 }, () => ({ user_id, at, resource_type: 'messages', quantity: 2 }))
    const late = { user_id, at: new Date('2026-03-01T23:00:00Z'), resource_type: 'messages', quantity: 1 }

    await Promise.all([
      ...[...uses, late, { ...late, resource_type: 'api_calls', quantity: 7 }, { ...late, user_id: other }].map((use) =>
        analytics().count(use),
      ),
      analytics().count({ ...late, at: new Date('2026-03-02T00:00:00Z') }),
    ])

    expect(await analytics().readDay(user_id, at)).toEqual([
      { hour: 0, resource_type: 'messages', count: 100 },
      { hour: 23, resource_type: 'api_calls', count: 7 },
      { hour: 23, resource_type: 'messages', count: 1 },
    ])
    expect(await analytics().readDay(other, at)).toHaveLength(1)
  })

  test('deleted are both days and those between, of nobody else', async () => {
    const [user_id, other] = [newId(), newId()]
    const days = ['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02', '2026-03-03'].map((day) => new Date(`${day}T12:00:00Z`))
    const use = { resource_type: 'messages', quantity: 1 }
    await Promise.all(days.flatMap((at) => [user_id, other].map((each) => analytics().count({ ...use, user_id: each, at }))))

    await analytics().deleteDays(user_id, new Date('2026-02-28T23:59:59Z'), new Date('2026-03-02T00:00:00Z'))

    const left = await Promise.all(days.map(async (day) => (await analytics().readDay(user_id, day)).length))
    expect(left).toEqual([1, 0, 0, 0, 1])
    const theirs = await Promise.all(days.map(async (day) => (await analytics().readDay(other, day)).length))
    expect(theirs).toEqual([1, 1, 1, 1, 1])
  })
}
