import { type Log, reasonOf } from '../log.ts'
import { sql } from '../stores/sql.ts'
import type { SqlStore } from '../stores/sql-store.ts'
import { waitAtMost } from './wait-at-most.ts'

export interface Schedule {
  readonly name: string
  readonly everyMs: number
  /** Ends early when it is told to stop; what it leaves is done by the next. */
  run(signal: AbortSignal): Promise<unknown>
}

export interface SchedulesDeps {
  readonly store: SqlStore
  readonly now: () => number
  readonly log: Log
  /** Before the schedules, in every process, each time it looks. */
  readonly onTick: () => void
  readonly schedules: readonly Schedule[]
}

export interface RunningSchedules {
  /** Those that are due, once each, in whichever process looks first. */
  runDue(): Promise<void>
  /** Tells what runs to end, and waits for it, but not for ever. */
  stop(patienceMs?: number): Promise<void>
}

const tickMs = 15_000
/** What failed, or ended with its process, is tried again sooner than it would be due. */
const retryMs = 300_000
/** Whoever runs longer says several times before that is over that he is still at it. */
const renewMs = 60_000

interface SchedulesState {
  running: Promise<void> | undefined
}

/** Work that has to be done every so often, by one of the processes. */
export function runSchedules(deps: SchedulesDeps): RunningSchedules {
  const state: SchedulesState = { running: undefined }
  const stopping = new AbortController()
  const { signal } = stopping

  async function runDue(): Promise<void> {
    for (const each of deps.schedules) if (!signal.aborted) await runIfDue(deps, each, signal)
  }
  const tick = (): void => {
    deps.onTick()
    state.running ??= runDue().finally(() => {
      state.running = undefined
    })
  }
  const timer = setInterval(tick, tickMs).unref()
  tick()

  return {
    runDue,
    async stop(patienceMs) {
      stopping.abort()
      clearInterval(timer)
      await waitAtMost(state.running, patienceMs)
    },
  }
}

async function runIfDue(deps: SchedulesDeps, schedule: Schedule, signal: AbortSignal): Promise<void> {
  const at = deps.now()
  try {
    if (!(await claim(deps, schedule, at))) return
    await whileClaimed(deps, schedule, () => schedule.run(signal))
    // What was told to end has not done all of it.
    if (!signal.aborted) await ranAt(deps, schedule, at)
  } catch (error) {
    deps.log.warn({ schedule: schedule.name, reason: reasonOf(error) }, 'a schedule failed')
    await ranAt(deps, schedule, retriedFrom(schedule, deps.now())).catch(() => 0)
  }
}

/** As if it had run so long ago that it is due again in a few minutes. */
const retriedFrom = ({ everyMs }: Schedule, at: number): number => at - everyMs + Math.min(retryMs, everyMs)

/** One statement, so that of any number of processes one runs it; if that one is killed, another one soon. */
async function claim({ store }: SchedulesDeps, schedule: Schedule, at: number): Promise<boolean> {
  const { name, everyMs } = schedule
  const claimed = await store.run(sql`
    INSERT INTO billing_schedules AS kept (name, ran_at) VALUES (${name}, ${new Date(retriedFrom(schedule, at))})
    ON CONFLICT (name) DO UPDATE SET ran_at = EXCLUDED.ran_at WHERE kept.ran_at <= ${new Date(at - everyMs)}`)
  return claimed === 1
}

async function whileClaimed(deps: SchedulesDeps, schedule: Schedule, work: () => Promise<unknown>): Promise<void> {
  let renewal: Promise<unknown> = Promise.resolve()
  const renew = () => {
    renewal = ranAt(deps, schedule, retriedFrom(schedule, deps.now())).catch(() => 0)
  }
  const timer = setInterval(renew, renewMs).unref()
  try {
    await work()
  } finally {
    clearInterval(timer)
    // One that comes late must not be written over what follows.
    await renewal
  }
}

const ranAt = ({ store }: SchedulesDeps, { name }: Schedule, at: number): Promise<number> =>
  store.run(sql`UPDATE billing_schedules SET ran_at = ${new Date(at)} WHERE name = ${name}`)
