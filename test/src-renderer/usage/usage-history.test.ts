import { expect, test } from 'vitest'
import { createUsageHandlers } from '../../../src-main/usage/usage-handlers.ts'
import { recordUse } from '../../../src-main/usage/usage-log.ts'
import { heightOf, ticksTo } from '../../../src-renderer/usage/chart-scale.ts'
import { dayOf, daysUntil } from '../../../src-renderer/usage/days.ts'
import { createUsageHistoryStore } from '../../../src-renderer/usage/usage-history-store.ts'
import { usage } from '../../../src-shared/desktop/usage.ts'
import { newId } from '../../helpers/conversation-rows.ts'
import { openTestDb } from '../../helpers/test-db.ts'
import { serveFeatures } from '../serve-features.ts'

const noon = new Date(2026, 10, 24, 12).getTime()

/** The page's store over the real feature. */
function open(clock: { now: number }) {
  const db = openTestDb()
  const handlers = { usage: createUsageHandlers({ db, now: () => clock.now }) }
  const { api, end } = serveFeatures({ usage }, handlers)
  const store = createUsageHistoryStore({ api, now: () => clock.now })
  const unknown = { model_id: null, ended_at: null, lease_id: null, conversation_id: null, message_id: null }
  return {
    state: () => store.getState(),
    use: (started_at: number) =>
      db.transact((tx) => {
        recordUse(tx, { usage_id: newId(), meter: 'messages', quantity: 1, started_at, mono_ms: 1, ...unknown })
      }),
    [Symbol.dispose]() {
      end()
      db[Symbol.dispose]()
    },
  }
}

test('thirty days are shown, today included; going back shows those before, and no day is left out between', async () => {
  using page = open({ now: noon })
  page.use(noon)
  page.use(dayOf(noon, -29).at)
  page.use(dayOf(noon, -30).at + 1)

  await page.state().reread()
  expect(page.state().messages.map(({ day }) => day)).toEqual(['2026-10-26', '2026-11-24'])
  expect(page.state().isToday()).toBe(true)
  await page.state().step(-1)

  expect(page.state().messages.map(({ day }) => day)).toEqual(['2026-10-25'])
  expect(page.state().isToday()).toBe(false)
  await page.state().step(1)
  expect(page.state().isToday()).toBe(true)
})

test('a window that ends today goes on with the night', async () => {
  const clock = { now: noon }
  using page = open(clock)
  await page.state().reread()
  clock.now = noon + 24 * 60 * 60 * 1000
  page.use(clock.now)

  await page.state().step(1)

  expect(page.state().until).toBeGreaterThan(noon)
  expect(page.state().messages.map(({ day }) => day)).toEqual(['2026-11-25'])
})

test('a year of days has each once, whatever the clocks did', () => {
  const names = daysUntil(noon, 366).map(({ name }) => name)

  expect(new Set(names).size).toBe(366)
  expect(names.slice(-2)).toEqual(['2026-11-23', '2026-11-24'])
})

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [7, [0, 2, 4, 6, 8]],
  [72, [0, 20, 40, 60, 80]],
  [199, [0, 50, 100, 150, 200]],
])('the axis of a chart up to %i has round steps and holds it', (highest, ticks) => {
  expect(ticksTo(highest)).toEqual(ticks)
  expect(heightOf(highest, ticks.at(-1) ?? 0)).toBeGreaterThanOrEqual(heightOf(ticks.at(-1) ?? 0, ticks.at(-1) ?? 0))
})
