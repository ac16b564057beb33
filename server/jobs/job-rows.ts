import { z } from 'zod'
import { type Sql, sql } from '../stores/sql.ts'
import { findOne, readOne, type SqlRunner, type SqlStore, type SqlTx } from '../stores/sql-store.ts'

export const priorities = { high: 0, normal: 1, low: 2 } as const
export type Priority = keyof typeof priorities

export interface NewJob {
  readonly id: string
  readonly kind: string
  readonly userId: string | null
  readonly payload: unknown
  readonly priority: Priority
  readonly at: Date
  /** While one of this name waits or runs there is no second one. */
  readonly onceKey?: string
  readonly everyMs?: number
  readonly reservationId?: string | undefined
}

const idRow = z.object({ id: z.string() })

/** Becomes work with the commit of its transaction. Returns its id, or that of the one of the same name. */
export async function insertJob(tx: SqlTx, job: NewJob): Promise<string> {
  const { id, kind, userId, payload, priority, at, onceKey = null, everyMs = null, reservationId = null } = job
  const kept = await readOne(
    tx,
    sql`
      INSERT INTO jobs (id, kind, user_id, payload, priority, once_key, every_ms, reservation_id, state, due_at, created_at)
      VALUES (${id}, ${kind}, ${userId}, ${JSON.stringify(payload)}, ${priorities[priority]}, ${onceKey}, ${everyMs}, ${reservationId},
              'waiting', ${at}, ${at})
      ON CONFLICT (once_key) WHERE state IN ('waiting', 'running') DO UPDATE SET every_ms = EXCLUDED.every_ms
      RETURNING id`,
    idRow,
  )
  return kept.id
}

const claimedRow = z.object({
  id: z.string(),
  kind: z.string(),
  user_id: z.string().nullable(),
  payload: z.string(),
  attempts: z.int(),
  every_ms: z.coerce.number().nullable(),
  reservation_id: z.string().nullable(),
  claim: z.string(),
})
export type ClaimedJob = z.infer<typeof claimedRow>

/** Longer than a process that lives is silent about what it works on. */
export const claimMs = 60_000

export interface Claiming {
  readonly claim: string
  /** What this process can do; a newer one may have written others. */
  readonly kinds: readonly string[]
  readonly isOldestFirst: boolean
  readonly at: Date
}

/** One that is due; what another process is just taking is passed over, so no two get the same. */
export function claimJob(runner: SqlRunner, { claim, kinds, isOldestFirst, at }: Claiming): Promise<ClaimedJob | undefined> {
  const order = isOldestFirst ? sql`due_at` : sql`priority, due_at`
  return findOne(
    runner,
    sql`
      UPDATE jobs SET state = 'running', claim = ${claim}, claimed_until = ${claimEnd(at)}, attempts = attempts + 1
      WHERE id = (
        SELECT id FROM jobs
        WHERE state = 'waiting' AND due_at <= ${at} AND kind IN (SELECT jsonb_array_elements_text(${JSON.stringify(kinds)}::jsonb))
        ORDER BY ${order} LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id, kind, user_id, payload, attempts, every_ms, reservation_id, claim`,
    claimedRow,
  )
}

const claimEnd = (at: Date): Date => new Date(at.getTime() + claimMs)

const ofClaim = ({ id, claim }: ClaimedJob): Sql => sql`id = ${id} AND state = 'running' AND claim = ${claim}`

/** False when another process has it by now. */
export const renewClaim = async (runner: SqlRunner, job: ClaimedJob, at: Date): Promise<boolean> =>
  (await runner.run(sql`UPDATE jobs SET claimed_until = ${claimEnd(at)} WHERE ${ofClaim(job)}`)) === 1

/** Only who still has it writes: whoever was thought dead and comes back changes nothing. Of one name a user has the last result only. */
export const finishJob = (runner: SqlRunner, job: ClaimedJob, { result, at }: { result: unknown; at: Date }): Promise<number> =>
  runner.run(sql`
    WITH ended AS (
      UPDATE jobs SET state = 'done', claim = NULL, claimed_until = NULL, finished_at = ${at}, result = ${JSON.stringify(result ?? null)}
      WHERE ${ofClaim(job)} RETURNING id, user_id, once_key)
    DELETE FROM jobs USING ended
    WHERE jobs.user_id = ended.user_id AND jobs.once_key = ended.once_key AND jobs.state = 'done' AND jobs.id <> ended.id`)

export interface DoneSince {
  readonly userId: string
  readonly onceKey: string
  readonly since: Date
}

/** The last one of this name that is done. */
export async function findDone(runner: SqlRunner, { userId, onceKey, since }: DoneSince): Promise<string | undefined> {
  const done = sql`
    SELECT id FROM jobs WHERE user_id = ${userId} AND once_key = ${onceKey} AND state = 'done' AND finished_at > ${since}
    ORDER BY finished_at DESC LIMIT 1`
  return (await findOne(runner, done, idRow))?.id
}

/** Due again at `dueAt`. `isAttempt` is false for one that was only interrupted. */
export const returnJob = (
  runner: SqlRunner,
  job: ClaimedJob,
  { dueAt, failure, isAttempt }: { dueAt: Date; failure: string | null; isAttempt: boolean },
): Promise<number> =>
  runner.run(sql`
    UPDATE jobs SET state = 'waiting', claim = NULL, claimed_until = NULL, due_at = ${dueAt}, failure = ${failure},
      attempts = attempts - ${isAttempt ? 0 : 1}
    WHERE ${ofClaim(job)}`)

/** One that comes again begins to count anew each time. */
export const repeatJob = (runner: SqlRunner, job: ClaimedJob, dueAt: Date): Promise<number> =>
  runner.run(sql`
    UPDATE jobs SET state = 'waiting', claim = NULL, claimed_until = NULL, due_at = ${dueAt}, failure = NULL, attempts = 0
    WHERE ${ofClaim(job)}`)

/** A dead letter: nobody tries it again before an administrator says so. */
export const buryJob = (runner: SqlRunner, job: ClaimedJob, { failure, at }: { failure: string; at: Date }): Promise<number> =>
  runner.run(sql`
    UPDATE jobs SET state = 'dead', claim = NULL, claimed_until = NULL, finished_at = ${at}, failure = ${failure}
    WHERE ${ofClaim(job)}`)

/** Whose process has ended without a word. They wait again at once; one that ended every process that tried it is tried by the rules of a failure. */
export const returnLostJobs = (store: SqlStore, at: Date): Promise<number> =>
  store.run(sql`
    UPDATE jobs SET state = 'waiting', claim = NULL, claimed_until = NULL, due_at = ${at}, failure = 'LOST'
    WHERE id IN (SELECT id FROM jobs WHERE state = 'running' AND claimed_until <= ${at} FOR UPDATE SKIP LOCKED)`)

export const scheduleKey = (kind: string): string => `schedule:${kind}`

export async function hastenSchedules(tx: SqlTx, { names, at }: { names: readonly string[]; at: Date }): Promise<void> {
  for (const name of names)
    await tx.run(
      sql`UPDATE jobs SET due_at = ${at} WHERE once_key = ${scheduleKey(name)} AND state = 'waiting' AND due_at > ${at}`,
    )
}

export interface Kept {
  readonly resultMs: number
  readonly deadMs: number
  readonly at: Date
}

/** Results and dead letters whose time is over. */
export const deleteOldJobs = (runner: SqlRunner, { resultMs, deadMs, at }: Kept): Promise<number> =>
  runner.run(sql`
    DELETE FROM jobs
    WHERE (state = 'done' AND finished_at <= ${new Date(at.getTime() - resultMs)})
       OR (state = 'dead' AND finished_at <= ${new Date(at.getTime() - deadMs)})`)
