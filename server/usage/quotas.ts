import { z } from 'zod'
import { type PlanId, plans, unlimited } from '../../src-shared/billing/plans.ts'
import { lockUser } from '../stores/lock-user.ts'
import { sql } from '../stores/sql.ts'
import { findOne, type SqlRunner, type SqlStore, type SqlTx } from '../stores/sql-store.ts'
import type { QuotaKey } from './quota-key.ts'

const quotaRow = z.object({ max_allowed: z.int(), used: z.int(), reserved: z.int() })
export type QuotaRow = z.infer<typeof quotaRow>

export const findQuota = (runner: SqlRunner, { userId, resource, start }: QuotaKey): Promise<QuotaRow | undefined> =>
  findOne(
    runner,
    sql`
      SELECT max_allowed, used, reserved FROM quotas
      WHERE user_id = ${userId} AND resource_type = ${resource} AND period_start = ${start}`,
    quotaRow,
  )

/**
 * With the limit of the plan that is active now; an existing row stays as it is. A change of the plan that is under way is waited
 * for: it cannot see this row, and this one would not see the new plan.
 */
export const openQuota = (store: SqlStore, { userId, resource, start, end }: QuotaKey): Promise<number> =>
  store.transact(async (tx) => {
    await lockUser(tx, userId)
    return tx.run(sql`
      INSERT INTO quotas (user_id, resource_type, period_start, period_end, max_allowed)
      SELECT user_id, ${resource}, ${start}, ${end}, (limits ->> ${resource}::text)::int
      FROM subscriptions WHERE user_id = ${userId} AND status = 'active'
      ON CONFLICT DO NOTHING`)
  })

export interface Hold {
  readonly id: string
  readonly quantity: number
  readonly expiresAt: Date
  readonly isLimited: boolean
}

/**
 * Checks and takes in one statement: of two at once, the second waits for the first and then sees what it left. False when
 * there is not enough, or no row yet.
 */
export async function takeFromQuota(runner: SqlRunner, { userId, resource, start }: QuotaKey, hold: Hold): Promise<boolean> {
  const taken = await runner.run(sql`
    WITH taken AS (
      UPDATE quotas SET reserved = reserved + ${hold.quantity}
      WHERE user_id = ${userId} AND resource_type = ${resource} AND period_start = ${start}
        AND (${!hold.isLimited} OR max_allowed = ${unlimited} OR used + reserved + ${hold.quantity} <= max_allowed)
      RETURNING user_id, resource_type, period_start
    )
    INSERT INTO quota_reservations (id, user_id, resource_type, period_start, quantity, state, expires_at)
    SELECT ${hold.id}, user_id, resource_type, period_start, ${hold.quantity}, 'held', ${hold.expiresAt} FROM taken`)
  return taken === 1
}

/** What was held and never committed returns. */
export const releaseExpired = (runner: SqlRunner, { userId, resource, start }: QuotaKey, now: Date): Promise<number> =>
  runner.run(sql`
    WITH gone AS (
      UPDATE quota_reservations SET state = 'released'
      WHERE user_id = ${userId} AND resource_type = ${resource} AND period_start = ${start} AND state = 'held' AND expires_at <= ${now}
      RETURNING quantity
    )
    UPDATE quotas SET reserved = reserved - (SELECT sum(quantity) FROM gone)
    WHERE user_id = ${userId} AND resource_type = ${resource} AND period_start = ${start} AND EXISTS (SELECT 1 FROM gone)`)

export interface Counted {
  readonly used: number
  /** What had been held for it. */
  readonly held: number
}

export const countUse = (tx: SqlTx, { userId, resource, start }: QuotaKey, { used, held }: Counted): Promise<number> =>
  tx.run(sql`
    UPDATE quotas SET used = used + ${used}, reserved = reserved - ${held}
    WHERE user_id = ${userId} AND resource_type = ${resource} AND period_start = ${start}`)

/** So that what counts in one statement need not look again. */
export const noteTold = (tx: SqlTx, { userId, resource, start }: QuotaKey, percent: number): Promise<number> =>
  tx.run(sql`
    UPDATE quotas SET told_percent = GREATEST(told_percent, ${percent})
    WHERE user_id = ${userId} AND resource_type = ${resource} AND period_start = ${start}`)

/** Of another plan, for the period that runs and every one that was opened already. Of another limit nothing was told yet. */
export async function limitQuotas(
  tx: SqlTx,
  userId: string,
  { plan, now }: { readonly plan: PlanId; readonly now: Date },
): Promise<void> {
  for (const [resource, limit] of Object.entries(plans[plan].limits))
    await tx.run(sql`
      UPDATE quotas SET max_allowed = ${limit}, told_percent = CASE WHEN max_allowed = ${limit} THEN told_percent ELSE 0 END
      WHERE user_id = ${userId} AND resource_type = ${resource} AND period_end > ${now}`)
}
