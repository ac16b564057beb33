import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { runSchedules, type Schedule } from '../../../server/billing/run-schedules.ts'
import { migrate } from '../../../server/stores/migrate.ts'
import { readMigrations } from '../../../server/stores/migrations.ts'
import { openPglite } from '../../../server/stores/pglite.ts'
import { sql } from '../../../server/stores/sql.ts'
import { silentLog } from '../../helpers/server/silent-log.ts'
import { waitFor } from '../../helpers/wait-for.ts'

const store = await openPglite(undefined)
await migrate(store, readMigrations(`${import.meta.dirname}/../../../migrations/postgres`))
afterAll(() => store[Symbol.asyncDispose]())

const [minute, hour, day] = [60_000, 3_600_000, 24 * 3_600_000]
const clock = { at: Date.parse('2026-03-10T12:00:00.500Z') }

beforeEach(() => store.run(sql`DELETE FROM billing_schedules`))
afterEach(() => vi.useRealTimers())

const processOf = (...schedules: readonly Schedule[]) =>
  runSchedules({ store, now: () => clock.at, log: silentLog, onTick: () => {}, schedules })
/** When it is taken to have run. */
const ranAt = async (name: string) => {
  const kept = sql`SELECT ran_at FROM billing_schedules WHERE name = ${name}`
  return (await store.query(kept, z.object({ ran_at: z.date() })))[0]?.ran_at.getTime()
}
const settled = (name: string, at: number) => waitFor(name, async () => ((await ranAt(name)) === at ? true : undefined))

/** Runs until it is let go, whatever it is told. */
function createHung(name: string) {
  const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const seen: AbortSignal[] = []
  const run = async (signal: AbortSignal) => {
    seen.push(signal)
    begun.resolve()
    await ended.promise
  }
  return { schedule: { name, everyMs: day, run }, seen, begun: begun.promise, end: ended.resolve }
}

test('of three processes one runs what is due, and again when its time has come; what failed is tried sooner', async () => {
  const runs: string[] = []
  const failing = { isFailing: true }
  const schedules = [
    { name: 'hourly', everyMs: hour, run: async () => void runs.push('hourly') },
    {
      name: 'failing',
      everyMs: hour,
      run: async () => {
        runs.push('failing')
        if (failing.isFailing) throw new Error('on purpose')
      },
    },
  ]
  const processes = [processOf(...schedules), processOf(...schedules), processOf(...schedules)]
  const runAll = async () => void (await Promise.all(processes.map(({ runDue }) => runDue())))

  await runAll()
  // Each looked once by itself, and may still be at it.
  await settled('hourly', clock.at)
  await waitFor('the failure', () => (runs.length === 2 ? true : undefined))
  await settled('failing', clock.at - hour + 5 * minute)
  expect(runs.toSorted()).toEqual(['failing', 'hourly'])
  failing.isFailing = false
  clock.at += 5 * minute
  await runAll()
  expect(runs.toSorted()).toEqual(['failing', 'failing', 'hourly'])
  clock.at += hour
  await runAll()
  expect(runs.toSorted()).toEqual(['failing', 'failing', 'failing', 'hourly', 'hourly'])

  for (const { stop } of processes) await stop()
})

test('what a killed process began is begun again in minutes, not when it would be due', async () => {
  const hung = createHung('daily')
  const killed = processOf(hung.schedule)
  await hung.begun
  const runs: string[] = []
  const other = processOf({ ...hung.schedule, run: async () => void runs.push('daily') })

  clock.at += 5 * minute - 1
  await other.runDue()
  expect(runs).toEqual([])
  clock.at += 1
  await other.runDue()
  expect(runs).toEqual(['daily'])

  hung.end()
  await Promise.all([killed.stop(), other.stop()])
})

test('what takes long is not begun a second time beside it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const hung = createHung('daily')
  const slow = processOf(hung.schedule)
  await hung.begun
  const runs: string[] = []
  const other = processOf({ ...hung.schedule, run: async () => void runs.push('daily') })

  clock.at += 4 * minute
  vi.advanceTimersByTime(minute)
  await settled('daily', clock.at - day + 5 * minute)
  clock.at += 4 * minute
  await other.runDue()
  expect(runs).toEqual([])
  const began = clock.at - 8 * minute
  hung.end()
  await settled('daily', began)
  await other.runDue()
  expect(runs).toEqual([])

  await Promise.all([slow.stop(), other.stop()])
})

test('a server that stops tells what runs to end, waits for it no longer than it may, and leaves the rest to the next', async () => {
  const hung = createHung('daily')
  const stopped = processOf(hung.schedule)
  await hung.begun

  await stopped.stop(10)

  expect(hung.seen.map(({ aborted }) => aborted)).toEqual([true])
  hung.end()
  await stopped.stop()
  expect(await ranAt('daily')).toBe(clock.at - day + 5 * minute)
})
