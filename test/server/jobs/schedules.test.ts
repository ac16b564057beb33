import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { Schedule } from '../../../server/jobs/job-kind.ts'
import { type Jobs, openJobs } from '../../../server/jobs/open-jobs.ts'
import { migrate } from '../../../server/stores/migrate.ts'
import { readMigrations } from '../../../server/stores/migrations.ts'
import { openPglite } from '../../../server/stores/pglite.ts'
import { sql } from '../../../server/stores/sql.ts'
import { readOne, type SqlStore } from '../../../server/stores/sql-store.ts'
import { silentLog } from '../../helpers/server/silent-log.ts'
import { waitFor } from '../../helpers/wait-for.ts'

const store = await openPglite(undefined)
await migrate(store, readMigrations(`${import.meta.dirname}/../../../migrations/postgres`))
afterAll(() => store[Symbol.asyncDispose]())

const [minute, hour, day] = [60_000, 3_600_000, 24 * 3_600_000]
const clock = { at: Date.parse('2026-03-10T12:00:00.500Z') }

beforeEach(() => store.run(sql`DELETE FROM jobs`))
afterEach(() => vi.useRealTimers())

async function startProcess(...schedules: readonly Schedule[]): Promise<Jobs> {
  const metering = { hold: async () => '', settle: async () => {} }
  const jobs = openJobs({
    ...{ store, now: () => clock.at, log: silentLog, kinds: [], schedules, metering, onTick: () => {}, onEnded: () => {} },
  })
  await jobs.start()
  return jobs
}

const jobRow = z.object({ state: z.string(), due_at: z.date() })
const rowOf = (name: string) => readOne(store, sql`SELECT state, due_at FROM jobs WHERE kind = ${name}`, jobRow)
const settled = (name: string) => waitFor(name, async () => ((await rowOf(name)).state === 'waiting' ? true : undefined))
const dueIn = async (name: string) => (await rowOf(name)).due_at.getTime() - clock.at

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
  const processes = await Promise.all([1, 2, 3].map(() => startProcess(...schedules)))
  const runAll = async () => void (await Promise.all(processes.map(({ runDue }) => runDue())))

  await runAll()
  expect(runs.toSorted()).toEqual(['failing', 'hourly'])
  expect([await dueIn('hourly'), await dueIn('failing')]).toEqual([hour, 5 * minute])
  failing.isFailing = false
  clock.at += 5 * minute
  await runAll()
  expect(runs.toSorted()).toEqual(['failing', 'failing', 'hourly'])
  clock.at += hour
  await runAll()
  expect(runs.toSorted()).toEqual(['failing', 'failing', 'failing', 'hourly', 'hourly'])

  for (const { stop } of processes) await stop()
})

test('what a killed process began is begun again in a minute, not when it would be due', async () => {
  const hung = createHung('daily')
  const killed = await startProcess(hung.schedule)
  await hung.begun
  const runs: string[] = []
  const other = await startProcess({ ...hung.schedule, run: async () => void runs.push('daily') })

  clock.at += minute - 1
  await other.runDue()
  expect(runs).toEqual([])
  clock.at += 1
  await other.runDue()
  expect(runs).toEqual(['daily'])

  hung.end()
  await Promise.all([killed.stop(), other.stop()])
  // The first one, which was only thought dead, has changed nothing.
  expect(await dueIn('daily')).toBe(day)
})

test('what takes long is not begun a second time beside it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const hung = createHung('daily')
  const slow = await startProcess(hung.schedule)
  await hung.begun
  const runs: string[] = []
  const other = await startProcess({ ...hung.schedule, run: async () => void runs.push('daily') })
  const claim = sql`SELECT id FROM jobs WHERE kind = 'daily' AND claimed_until = ${new Date(clock.at + 50_000 + minute)}`

  clock.at += 50_000
  vi.advanceTimersByTime(15_000)
  await waitFor('the renewal', async () => ((await store.query(claim, z.unknown())).length === 1 ? true : undefined))
  clock.at += 50_000
  await other.runDue()

  expect([runs, hung.seen.map(({ aborted }) => aborted)]).toEqual([[], [false]])
  hung.end()
  await settled('daily')
  expect(await dueIn('daily')).toBe(day - 100_000)
  await Promise.all([slow.stop(), other.stop()])
})

test('a server that stops tells what runs to end, waits for it no longer than it may, and leaves the rest to the next', async () => {
  const hung = createHung('daily')
  const stopped = await startProcess(hung.schedule)
  await hung.begun

  await stopped.stop(10)

  expect(hung.seen.map(({ aborted }) => aborted)).toEqual([true])
  hung.end()
  await stopped.stop()
  await settled('daily')
  expect(await dueIn('daily')).toBe(0)
})

test('one that is wanted now is due now', async () => {
  const runs: string[] = []
  const jobs = await startProcess({ name: 'daily', everyMs: day, run: async () => void runs.push('daily') })
  await jobs.runDue()
  clock.at += hour

  await store.transact((tx) => jobs.hasten(tx, ['daily', 'of nobody']))
  await jobs.runDue()

  expect(runs).toEqual(['daily', 'daily'])
  expect(await dueIn('daily')).toBe(day)
  await jobs.stop()
})

test('a database that is away when a process starts is waited for, and its schedules are there then', async () => {
  const state = { isAway: true }
  const sometimes = {
    ...store,
    transact: (work) => (state.isAway ? Promise.reject(new Error('away')) : store.transact(work)),
  } satisfies SqlStore
  const ran: string[] = []
  const schedule = { name: 'late', everyMs: day, run: async () => ran.push('late') }
  const metering = { hold: async () => '', settle: async () => {} }
  const jobs = openJobs({
    ...{ store: sometimes, now: () => clock.at, log: silentLog, kinds: [], schedules: [schedule], metering },
    ...{ onTick: () => {}, onEnded: () => {} },
  })

  await jobs.start()
  await jobs.runDue().catch(() => undefined)
  expect(ran).toEqual([])
  state.isAway = false
  await jobs.runDue()

  expect(ran).toEqual(['late'])
  await jobs.stop()
})
