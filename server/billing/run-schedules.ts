import type { Log } from '../log.ts'
import { sql } from '../stores/sql.ts'
import type { SqlStore } from '../stores/sql-store.ts'

export interface Schedule {
  readonly name: string
  readonly everyMs: number
  run(): Promise<unknown>
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
  stop(): Promise<void>
}

const tickMs = 15_000
/** What failed is tried again sooner than it would be due. */
const retryMs = 300_000

interface SchedulesState {
  isStopped: boolean
  running: Promise<void> | undefined
}

/** Work that has to be done every so often, by one of the processes. */
export function runSchedules(deps: SchedulesDeps): RunningSchedules {
  const state: SchedulesState = { isStopped: false, running: undefined }

  async function runDue(): Promise<void> {
    for (const each of deps.schedules) if (!state.isStopped) await runIfDue(deps, each)
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
    async stop() {
      state.isStopped = true
      clearInterval(timer)
      await state.running
    },
  }
}

async function runIfDue({ store, now, log }: SchedulesDeps, { name, everyMs, run }: Schedule): Promise<void> {
  const at = now()
  try {
    if (!(await claim(store, name, { at, everyMs }))) return
    await run()
  } catch (error) {
    log.warn({ schedule: name, reason: error instanceof Error ? error.name : typeof error }, 'a schedule failed')
    const due = new Date(at - everyMs + Math.min(retryMs, everyMs))
    await store.run(sql`UPDATE billing_schedules SET ran_at = ${due} WHERE name = ${name}`).catch(() => 0)
  }
}

/** One statement, so that of any number of processes one runs it. */
async function claim(store: SqlStore, name: string, { at, everyMs }: { at: number; everyMs: number }): Promise<boolean> {
  const claimed = await store.run(sql`
    INSERT INTO billing_schedules AS kept (name, ran_at) VALUES (${name}, ${new Date(at)})
    ON CONFLICT (name) DO UPDATE SET ran_at = EXCLUDED.ran_at WHERE kept.ran_at <= ${new Date(at - everyMs)}`)
  return claimed === 1
}
