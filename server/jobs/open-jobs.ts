import { newId } from '../../src-shared/ids.ts'
import { reasonOf } from '../log.ts'
import { createSlot } from '../slot.ts'
import type { SqlTx } from '../stores/sql-store.ts'
import { waitAtMost } from '../wait-at-most.ts'
import { type JobKind, type Schedule, scheduledJob } from './job-kind.ts'
import {
  claimJob,
  deleteOldJobs,
  findDone,
  hastenSchedules,
  insertJob,
  type Priority,
  returnLostJobs,
  scheduleKey,
} from './job-rows.ts'
import { type Metering, type RunJobDeps, runJob } from './run-job.ts'

/** The reference's `task_result:{task_id}`. */
export const resultSeconds = 3600
const deadMs = 30 * 24 * 3_600_000
const minute = 60_000
/** What is due later, or was left by another process, is found so soon. */
const tickMs = 5000
const width = 4

export interface JobsDeps extends Omit<RunJobDeps, 'kinds' | 'metering'> {
  readonly kinds: readonly JobKind[]
  readonly schedules: readonly Schedule[]
  readonly metering: Metering
  /** In every process, each time it looks. */
  readonly onTick: () => void
}

export interface AddedJob {
  readonly kind: string
  readonly payload: unknown
  readonly priority: Priority
  readonly onceKey?: string
}

export interface SubmittedJob extends AddedJob {
  readonly userId: string
  /** False: it is counted, and done also when the quota is used up. */
  readonly isRefusable: boolean
  /** With `onceKey`: one that was done so shortly before is the answer, and nothing is counted. */
  readonly freshMs?: number
}

export interface Jobs {
  readonly schedules: readonly Schedule[]
  /** Work of the server itself, promised by the commit of `tx`. */
  add(tx: SqlTx, job: AddedJob): Promise<string>
  /** Work that a user asked for, counted as one `background_tasks`. Errors: `QUOTA_EXCEEDED`. */
  submit(job: SubmittedJob): Promise<string>
  /** There is something new to do: after the commit. */
  wake(): void
  /** These schedules are due now, whenever they would have been. */
  hasten(tx: SqlTx, names: readonly string[]): Promise<void>
  /** A database that is away is waited for. */
  start(): Promise<void>
  /** Everything that is due, once. */
  runDue(): Promise<void>
  /** Of one kind only, in this process: a command does not do what else waits. */
  runDueOf(kind: string): Promise<void>
  /** Takes nothing more, tells what runs to end, and waits for it, but not for ever. */
  stop(patienceMs?: number): Promise<void>
}

/** The queue, the reference’s `task_queue:{priority}`, shared with every other process on the same database. */
export function openJobs(given: JobsDeps): Jobs {
  const schedules = [deletesOld(given), ...given.schedules]
  const kinds = new Map([...given.kinds, ...schedules.map(scheduledJob)].map((kind) => [kind.name, kind]))
  const deps: WorkDeps = { ...given, kinds, kindNames: [...kinds.keys()] }
  const { store, now, log } = deps
  const stopping = new AbortController()
  const { signal } = stopping
  const timers: NodeJS.Timeout[] = []
  const state = { isStarted: false, hasSchedules: false }
  const slots = Array.from({ length: width }, (_, n) =>
    // One of them takes what waits longest, so that what is less urgent is done in the end.
    createSlot(() => workOne(deps, { isOldestFirst: n === 0, signal })),
  )
  const wake = (): void => slots.forEach((slot) => void slot.wake())

  async function look(): Promise<void> {
    if (state.isStarted && !state.hasSchedules) {
      await store.transact((tx) => keepSchedules(tx, schedules, new Date(now())))
      state.hasSchedules = true
    }
    await returnLostJobs(store, new Date(now()))
    wake()
  }
  async function tick(): Promise<void> {
    given.onTick()
    await look().catch((error: unknown) => log.warn({ reason: reasonOf(error) }, 'jobs wait'))
  }
  const idle = async () => void (await Promise.all(slots.map((slot) => slot.idle())))

  return {
    schedules,
    add: (tx, job) => insertJob(tx, { ...job, id: newId(now()), userId: null, at: new Date(now()) }),
    async submit(job) {
      const id = await submit(deps, job)
      wake()
      return id
    },
    wake,
    hasten: (tx, names) => hastenSchedules(tx, { names, at: new Date(now()) }),
    async start() {
      if (signal.aborted) return
      state.isStarted = true
      timers.push(setInterval(() => void tick(), tickMs).unref())
      await tick()
    },
    async runDue() {
      await look()
      await idle()
    },
    // What was promised may have woken the others already.
    runDueOf: (kind) => drainKind({ ...deps, kindNames: [kind] }, signal).then(idle),
    async stop(patienceMs) {
      stopping.abort()
      for (const timer of timers) clearInterval(timer)
      await waitAtMost(idle(), patienceMs)
    },
  }
}

interface WorkDeps extends RunJobDeps {
  readonly kindNames: readonly string[]
  readonly metering: Metering
}

interface Working {
  readonly isOldestFirst: boolean
  readonly signal: AbortSignal
}

/** False when nothing is due, or the database is away: the next look finds it. */
async function workOne(deps: WorkDeps, { isOldestFirst, signal }: Working): Promise<boolean> {
  if (signal.aborted) return false
  try {
    const claiming = { claim: newId(), kinds: deps.kindNames, isOldestFirst, at: new Date(deps.now()) }
    const job = await claimJob(deps.store, claiming)
    if (job !== undefined) await runJob(deps, job, signal)
    return job !== undefined
  } catch (error) {
    deps.log.warn({ reason: reasonOf(error) }, 'jobs wait')
    return false
  }
}

async function drainKind(deps: WorkDeps, signal: AbortSignal): Promise<void> {
  while (await workOne(deps, { isOldestFirst: false, signal }));
}

/** The second of two at once is the first: what was held for it is given back. */
async function submit({ store, now, metering }: WorkDeps, { isRefusable, freshMs = 0, ...job }: SubmittedJob): Promise<string> {
  const { userId, onceKey } = job
  const since = new Date(now() - freshMs)
  const fresh = freshMs > 0 && onceKey !== undefined ? await findDone(store, { userId, onceKey, since }) : undefined
  if (fresh !== undefined) return fresh
  const reservationId = await metering.hold(userId, { isRefusable })
  const id = newId(now())
  const kept = await store.transact((tx) => insertJob(tx, { ...job, id, reservationId, at: new Date(now()) }))
  if (kept !== id) await metering.settle(reservationId, { userId, isUsed: false })
  return kept
}

/** Each has one row, whoever starts; what is there already stays due when it was. */
async function keepSchedules(tx: SqlTx, schedules: readonly Schedule[], at: Date): Promise<void> {
  for (const { name: kind, everyMs } of schedules)
    await insertJob(tx, {
      ...{ id: newId(at.getTime()), kind, userId: null, payload: null, priority: 'normal', at },
      ...{ onceKey: scheduleKey(kind), everyMs },
    })
}

const deletesOld = ({ store, now }: JobsDeps): Schedule => ({
  ...{ name: 'old_jobs', everyMs: 5 * minute },
  run: () => deleteOldJobs(store, { resultMs: resultSeconds * 1000, deadMs, at: new Date(now()) }),
})
