import { type Log, reasonOf } from '../log.ts'
import type { SqlStore } from '../stores/sql-store.ts'
import type { JobKind } from './job-kind.ts'
import { buryJob, type ClaimedJob, finishJob, renewClaim, repeatJob, returnJob } from './job-rows.ts'

export type JobOutcome = 'done' | 'failed' | 'dead' | 'interrupted'

export interface RunJobDeps {
  readonly store: SqlStore
  readonly now: () => number
  readonly log: Log
  readonly kinds: ReadonlyMap<string, JobKind>
  readonly metering: Pick<Metering, 'settle'>
  readonly onEnded: (kind: string, outcome: JobOutcome) => void
}

export interface SettledUse {
  readonly userId: string
  readonly isUsed: boolean
}

/** What jobs take of the quota of whoever asked for them. */
export interface Metering {
  /** Holds one `background_tasks`. Errors: `QUOTA_EXCEEDED`, unless it is counted only. */
  hold(userId: string, options: { readonly isRefusable: boolean }): Promise<string>
  /** Counts it or gives it back. Twice is once. */
  settle(reservationId: string, use: SettledUse): Promise<void>
}

export const maxAttempts = 8
const firstPauseMs = 30_000
const longestPauseMs = 3_600_000
const renewMs = 15_000
/** What comes again and failed is tried sooner than it would be due. */
const repeatSoonMs = 300_000

/** Thirty seconds, two minutes, eight, half an hour, then hourly. */
const pauseAfter = (attempts: number): number => Math.min(firstPauseMs * 4 ** (attempts - 1), longestPauseMs)

/** Runs what was claimed and writes down how it ended. Errors: `STORE_UNAVAILABLE`; the claim runs out then. */
export async function runJob(deps: RunJobDeps, job: ClaimedJob, stopping: AbortSignal): Promise<void> {
  const began = deps.now()
  const ended = await attempt(deps, job, stopping)
  deps.onEnded(job.kind, await writeDown(deps, job, { ...ended, began }))
}

type Attempt =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'failed'; readonly failure: string }

async function attempt(deps: RunJobDeps, job: ClaimedJob, stopping: AbortSignal): Promise<Attempt> {
  // It was claimed while the server was told to stop: whoever does it now would not hear of that any more.
  if (stopping.aborted) return { kind: 'interrupted' }
  // It ended every process that has tried it.
  if (job.every_ms === null && job.attempts > maxAttempts) return { kind: 'failed', failure: 'LOST' }
  const lost = new AbortController()
  const renewal = setInterval(() => void renew(deps, job, lost), renewMs).unref()
  const signal = AbortSignal.any([stopping, lost.signal])
  try {
    const kind = deps.kinds.get(job.kind)
    if (kind === undefined) throw new Error('a kind was claimed that this process does not know')
    return { kind: 'done', result: await kind.run(JSON.parse(job.payload), { jobId: job.id, userId: job.user_id, signal }) }
  } catch (error) {
    return signal.aborted ? { kind: 'interrupted' } : { kind: 'failed', failure: reasonOf(error) }
  } finally {
    clearInterval(renewal)
  }
}

async function renew({ store, now }: RunJobDeps, job: ClaimedJob, lost: AbortController): Promise<void> {
  // A database that is away cannot give it to another one either.
  const isOurs = await renewClaim(store, job, new Date(now())).catch(() => true)
  if (!isOurs) lost.abort()
}

async function writeDown(deps: RunJobDeps, job: ClaimedJob, ended: Attempt & { readonly began: number }): Promise<JobOutcome> {
  const { store, now, log } = deps
  const at = new Date(now())
  const { every_ms: everyMs, kind, id } = job
  if (ended.kind === 'interrupted') {
    await returnJob(store, job, { dueAt: at, failure: null, isAttempt: false })
    return 'interrupted'
  }
  if (ended.kind === 'done') {
    await settle(deps, job, true)
    if (everyMs === null) await finishJob(store, job, { result: ended.result, at })
    else await repeatJob(store, job, new Date(ended.began + everyMs))
    return 'done'
  }
  const { failure } = ended
  if (everyMs === null && job.attempts >= maxAttempts) {
    await settle(deps, job, false)
    await buryJob(store, job, { failure, at })
    log.error({ job_id: id, kind, reason: failure }, 'a job was given up')
    return 'dead'
  }
  const pauseMs = everyMs === null ? pauseAfter(job.attempts) : Math.min(repeatSoonMs, everyMs)
  await returnJob(store, job, { dueAt: new Date(at.getTime() + pauseMs), failure, isAttempt: true })
  log.warn({ job_id: id, kind, reason: failure, again_in_ms: pauseMs }, 'a job failed')
  return 'failed'
}

/** Before it is written down that the job has ended: who ends in between does it again, and that counts once. */
async function settle({ metering }: RunJobDeps, { reservation_id, user_id }: ClaimedJob, isUsed: boolean): Promise<void> {
  if (reservation_id !== null && user_id !== null) await metering.settle(reservation_id, { userId: user_id, isUsed })
}
