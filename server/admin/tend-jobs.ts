import { z } from 'zod'
import type { DeadJob } from '../../src-shared/api/admin.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { sql } from '../stores/sql.ts'
import type { Actor, AdminDeps } from './admin-deps.ts'

const deadRow = z.object({
  id: z.string(),
  kind: z.string(),
  user_id: z.string().nullable(),
  attempts: z.int(),
  failure: z.string(),
  created_at: z.date(),
  finished_at: z.date(),
})

const atMost = 200

/** The newest first. They name users and what was done for them, so the audit log tells who read them. */
export async function listDeadJobs({ store, now, audit }: AdminDeps, actorId: Actor): Promise<DeadJob[]> {
  const dead = sql`
    SELECT id, kind, user_id, attempts, failure, created_at, finished_at FROM jobs
    WHERE state = 'dead' ORDER BY finished_at DESC LIMIT ${atMost}`
  const rows = await store.transact(async (tx) => {
    const found = await tx.query(dead, deadRow)
    const details = { jobs: found.length }
    await audit(tx, { action: 'dead_jobs_read', actor_id: actorId, user_id: null, details }, new Date(now()))
    return found
  })
  return rows.map(({ id, created_at, finished_at, ...rest }) => ({
    ...{ job_id: id, ...rest, created_at: created_at.toISOString(), finished_at: finished_at.toISOString() },
  }))
}

/** From the beginning. It is not counted a second time. Errors: `NOT_FOUND`, also when the same work waits or runs already. */
export async function retryJob({ store, now, jobs, audit }: AdminDeps, id: string, actorId: Actor): Promise<void> {
  const at = new Date(now())
  await store.transact(async (tx) => {
    const revived = await tx.run(sql`
      UPDATE jobs d SET state = 'waiting', attempts = 0, due_at = ${at}, finished_at = NULL, reservation_id = NULL
      WHERE id = ${id} AND state = 'dead' AND NOT EXISTS (
        SELECT 1 FROM jobs o WHERE o.once_key = d.once_key AND o.state IN ('waiting', 'running'))`)
    if (revived === 0) throw new AppError('NOT_FOUND')
    await audit(tx, { action: 'job_retried', actor_id: actorId, user_id: null, details: { job_id: id } }, at)
  })
  jobs.wake()
}

/** What compares our tables with one another and with Stripe. */
const reconciling = ['usage_reconciliation', 'stripe_undelivered_events', 'stripe_unanswered_calls', 'stripe_reconciliation']

/** In the background, in one of the processes; the log and the metrics tell what differed. */
export async function askToReconcile({ store, now, jobs, audit }: AdminDeps, actorId: Actor): Promise<void> {
  await store.transact(async (tx) => {
    await jobs.hasten(tx, reconciling)
    await audit(tx, { action: 'reconciliation_asked', actor_id: actorId, user_id: null }, new Date(now()))
  })
  jobs.wake()
}

/** Here and now. Returns what each found. */
export async function reconcileNow({ store, now, jobs, audit }: AdminDeps): Promise<Readonly<Record<string, unknown>>> {
  const found: Record<string, unknown> = {}
  await store.transact((tx) => audit(tx, { action: 'reconciliation_asked', actor_id: null, user_id: null }, new Date(now())))
  for (const { name, run } of jobs.schedules.filter(({ name }) => reconciling.includes(name)))
    found[name] = await run(new AbortController().signal)
  return found
}
