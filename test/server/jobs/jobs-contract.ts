import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { JobKind } from '../../../server/jobs/job-kind.ts'
import { claimJob, claimMs, finishJob, insertJob, type Priority } from '../../../server/jobs/job-rows.ts'
import { type Jobs, openJobs } from '../../../server/jobs/open-jobs.ts'
import { type JobOutcome, maxAttempts } from '../../../server/jobs/run-job.ts'
import { sql } from '../../../server/stores/sql.ts'
import { readOne, type SqlStore } from '../../../server/stores/sql-store.ts'
import { newId } from '../../../src-shared/ids.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { silentLog } from '../../helpers/server/silent-log.ts'

const minute = 60_000
const clock = { at: Date.parse('2026-03-10T12:00:00.500Z') }

const unmetered = {
  hold: () => Promise.reject(new Error('nobody asked for it')),
  settle: () => Promise.reject(new Error('nobody asked for it')),
}

/** One process of several on this store. */
function processOn(store: SqlStore, run: JobKind['run'], onEnded: (kind: string, outcome: JobOutcome) => void = () => {}): Jobs {
  const kinds = [{ name: 'work', run }]
  return openJobs({
    ...{ store, now: () => clock.at, log: silentLog, kinds, schedules: [], metering: unmetered, onTick: () => {}, onEnded },
  })
}

const jobRow = z.object({ state: z.string(), attempts: z.int(), due_at: z.date(), failure: z.string().nullable() })
const stateOf = (store: SqlStore, id: string) =>
  readOne(store, sql`SELECT state, attempts, due_at, failure FROM jobs WHERE id = ${id}`, jobRow)

const add = (store: SqlStore, jobs: Jobs, payload: unknown = null) =>
  store.transact((tx) => jobs.add(tx, { kind: 'work', payload, priority: 'normal' }))

/** What the queue keeps on every database. */
export function keepsJobsContract(store: () => SqlStore): void {
  beforeEach(() => store().run(sql`DELETE FROM jobs`))
  sharesWork(store)
  triesAgain(store)
  outlivesProcesses(store)
  endsInOrder(store)
}

function sharesWork(store: () => SqlStore): void {
  test('fifty jobs that three processes look for at once are each done once', async () => {
    const done: unknown[] = []
    const processes = [1, 2, 3].map(() => processOn(store(), async (payload) => void done.push(payload)))
    const [first] = processes
    if (first === undefined) throw new Error('there is a process')
    await store().transact(async (tx) => {
      for (let n = 0; n < 50; n++) await first.add(tx, { kind: 'work', payload: n, priority: 'normal' })
    })

    await Promise.all(processes.map(({ runDue }) => runDue()))

    expect(done.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 50 }, (_, n) => n))
  })

  test('what is urgent goes first; one worker in four takes what waits longest, so that nothing starves', async () => {
    const insert = (priority: Priority, at: number) =>
      store().transact((tx) =>
        insertJob(tx, { id: newId(), kind: 'work', userId: null, payload: priority, priority, at: new Date(at) }),
      )
    for (const [n, priority] of (['low', 'normal', 'high', 'high'] as const).entries())
      await insert(priority, clock.at - minute + n)
    const claim = async (isOldestFirst: boolean) => {
      const claiming = { claim: newId(), kinds: ['work'], isOldestFirst, at: new Date(clock.at) }
      return (await claimJob(store(), claiming))?.payload
    }

    expect([await claim(false), await claim(true), await claim(false), await claim(false), await claim(false)]).toEqual(
      ['high', 'low', 'high', 'normal', undefined].map((each) => each && JSON.stringify(each)),
    )
  })

  test('what is not committed is no work, and of one name only one waits', async () => {
    const done: unknown[] = []
    const jobs = processOn(store(), async (payload) => void done.push(payload))
    const named = { kind: 'work', priority: 'normal', onceKey: 'one of a name' } as const
    const undone = store().transact(async (tx) => {
      await jobs.add(tx, { ...named, payload: 'undone' })
      throw new Error('on purpose')
    })
    await expect(undone).rejects.toThrow('on purpose')
    const ids = await Promise.all([1, 2].map((n) => store().transact((tx) => jobs.add(tx, { ...named, payload: n }))))

    await jobs.runDue()
    expect([new Set(ids).size, done.length]).toEqual([1, 1])
    await store().transact((tx) => jobs.add(tx, { ...named, payload: 3 }))
    await jobs.runDue()
    expect(done.at(-1)).toBe(3)
  })

  test('a kind that this process does not know waits for one that does', async () => {
    const jobs = processOn(store(), async () => {})
    const id = await store().transact((tx) => jobs.add(tx, { kind: 'of a newer server', payload: null, priority: 'high' }))

    await jobs.runDue()

    expect(await stateOf(store(), id)).toMatchObject({ state: 'waiting', attempts: 0 })
  })
}

function triesAgain(store: () => SqlStore): void {
  test('what fails is tried again with growing pauses, and given up in the end', async () => {
    const outcomes: string[] = []
    const jobs = processOn(
      store(),
      async () => {
        throw new AppError('STORE_UNAVAILABLE')
      },
      (_, outcome) => void outcomes.push(outcome),
    )
    const id = await add(store(), jobs)

    const pauses: number[] = []
    for (let n = 1; n < maxAttempts; n++) {
      await jobs.runDue()
      const { state, due_at } = await stateOf(store(), id)
      expect(state).toBe('waiting')
      pauses.push((due_at.getTime() - clock.at) / minute)
      clock.at = due_at.getTime() - 1
      await jobs.runDue()
      expect(outcomes).toHaveLength(n)
      clock.at = due_at.getTime()
    }
    await jobs.runDue()

    expect(pauses).toEqual([0.5, 2, 8, 32, 60, 60, 60])
    expect(await stateOf(store(), id)).toMatchObject({ state: 'dead', attempts: maxAttempts, failure: 'STORE_UNAVAILABLE' })
    expect(outcomes.at(-1)).toBe('dead')
  })
}

function outlivesProcesses(store: () => SqlStore): void {
  test('what a process that is gone had begun is another one’s in a minute; whoever was only thought gone writes nothing', async () => {
    const ofGone = await add(
      store(),
      processOn(store(), async () => {}),
    )
    const claiming = { claim: newId(), kinds: ['work'], isOldestFirst: false, at: new Date(clock.at) }
    const claimed = await claimJob(store(), claiming)
    if (claimed === undefined) throw new Error('it was claimed')
    const other = processOn(store(), async () => 'by the other one')

    clock.at += claimMs - 1
    await other.runDue()
    expect(await stateOf(store(), ofGone)).toMatchObject({ state: 'running', attempts: 1 })
    clock.at += 1
    await other.runDue()

    expect(await finishJob(store(), claimed, { result: 'too late', at: new Date(clock.at) })).toBe(0)
    const row = await readOne(store(), sql`SELECT state, result FROM jobs WHERE id = ${ofGone}`, z.unknown())
    expect(row).toEqual({ state: 'done', result: '"by the other one"' })
  })

  test('what ends every process that tries it is given up without another one', async () => {
    const runs: string[] = []
    const jobs = processOn(store(), async () => void runs.push('run'))
    const id = await add(store(), jobs)
    await store().run(
      sql`UPDATE jobs SET state = 'running', claim = ${newId()}, claimed_until = ${new Date(clock.at)}, attempts = ${maxAttempts}`,
    )

    await jobs.runDue()

    expect([runs, await stateOf(store(), id)]).toMatchObject([[], { state: 'dead', failure: 'LOST' }])
  })
}

function endsInOrder(store: () => SqlStore): void {
  test('a server that stops tells what runs to end, and what was interrupted waits for the next as if it had not begun', async () => {
    const begun = Promise.withResolvers<void>()
    const stopped = processOn(store(), async (_, { signal }) => {
      begun.resolve()
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    })
    const id = await add(store(), stopped)
    const running = stopped.runDue()
    await begun.promise

    await stopped.stop()
    await running

    expect(await stateOf(store(), id)).toMatchObject({ state: 'waiting', attempts: 0 })
    await stopped.runDue()
    expect(await stateOf(store(), id)).toMatchObject({ state: 'waiting', attempts: 0 })
    const next = processOn(store(), async () => 'done')
    await next.runDue()
    expect(await stateOf(store(), id)).toMatchObject({ state: 'done' })
  })

  test('a result is kept for an hour', async () => {
    const jobs = processOn(store(), async () => 'a result')
    const id = await add(store(), jobs)
    await jobs.start()
    await jobs.runDue()
    const isThere = async () =>
      (await store().query(sql`SELECT id FROM jobs WHERE id = ${id} AND result = '"a result"'`, z.unknown())).length === 1

    clock.at += 60 * minute - 1
    await jobs.runDue()
    expect(await isThere()).toBe(true)
    clock.at += 5 * minute
    await jobs.runDue()

    expect(await isThere()).toBe(false)
    await jobs.stop()
  })
}
