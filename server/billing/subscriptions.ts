import { z } from 'zod'
import { billingCycle, planType, type Subscription, subscription as shownSchema } from '../../src-shared/api/billing.ts'
import { plans, unlimited } from '../../src-shared/billing/plans.ts'
import { newId } from '../../src-shared/ids.ts'
import { lockUser } from '../stores/lock-user.ts'
import { sql } from '../stores/sql.ts'
import { findOne, type SqlReader, type SqlRunner, type SqlTx } from '../stores/sql-store.ts'
import { endOfCycle, type PlanChoice, priceOf } from './proration.ts'

const subscriptionRow = z.object({
  id: z.string(),
  user_id: z.string(),
  plan_type: planType,
  status: shownSchema.shape.status,
  billing_cycle: billingCycle,
  limits: shownSchema.shape.limits,
  started_at: z.date(),
  ends_at: z.date().nullable(),
  auto_renew: z.boolean(),
  amount_cents: z.int(),
  currency: z.string(),
  next_plan_type: planType.nullable(),
  next_billing_cycle: billingCycle.nullable(),
  anchor_day: z.int(),
  credit_cents: z.int(),
  stripe_subscription_id: z.string().nullable(),
  payment_due: z.boolean(),
})
export type SubscriptionRow = z.infer<typeof subscriptionRow>

export const findActive = (runner: SqlRunner, userId: string): Promise<SubscriptionRow | undefined> =>
  findOne(runner, sql`SELECT * FROM subscriptions WHERE user_id = ${userId} AND status = 'active'`, subscriptionRow)

/**
 * Two changes of one user's plan follow each other. The lock is the user's: whoever waits for the row of a subscription finds it
 * ended, and not the one that took its place.
 */
export async function lockActive(tx: SqlTx, userId: string): Promise<SubscriptionRow | undefined> {
  await lockUser(tx, userId)
  return findActive(tx, userId)
}

export const findByStripeId = (runner: SqlRunner, stripeId: string): Promise<SubscriptionRow | undefined> =>
  findOne(runner, sql`SELECT * FROM subscriptions WHERE stripe_subscription_id = ${stripeId}`, subscriptionRow)

const activeRow = z.object({ plan_type: z.string(), count: z.int(), monthly_cents: z.number() })

export const countActive = (reader: SqlReader): Promise<z.infer<typeof activeRow>[]> =>
  reader.query(
    sql`
      SELECT plan_type, count(*)::int AS count,
             sum(amount_cents / CASE billing_cycle WHEN 'yearly' THEN 12.0 ELSE 1 END)::float8 AS monthly_cents
      FROM subscriptions WHERE status = 'active' GROUP BY plan_type`,
    activeRow,
  )

export interface StartedSubscription extends PlanChoice {
  readonly userId: string
  readonly at: Date
  /** The day of the month on which its periods begin; unless given, that of `at`. */
  readonly anchorDay?: number
  readonly creditCents?: number
}

/** Becomes the active one; the one before it must have ended. */
export async function startSubscription(tx: SqlTx, started: StartedSubscription): Promise<SubscriptionRow> {
  const { userId, at, plan_type, billing_cycle, anchorDay = at.getUTCDate(), creditCents = 0 } = started
  const choice = { plan_type, billing_cycle }
  const row: SubscriptionRow = {
    ...{ id: newId(at.getTime()), user_id: userId, ...choice, status: 'active', limits: plans[plan_type].limits },
    ...{ started_at: at, ends_at: endOfCycle(choice, at, anchorDay), auto_renew: true, amount_cents: priceOf(choice) },
    ...{ currency: 'USD', next_plan_type: null, next_billing_cycle: null, anchor_day: anchorDay, credit_cents: creditCents },
    ...{ stripe_subscription_id: null, payment_due: false },
  }
  await tx.run(sql`
    INSERT INTO subscriptions
      (id, user_id, plan_type, status, billing_cycle, started_at, ends_at, limits, amount_cents, currency, anchor_day, credit_cents)
    VALUES (${row.id}, ${userId}, ${row.plan_type}, 'active', ${row.billing_cycle}, ${at}, ${row.ends_at},
            ${JSON.stringify(row.limits)}, ${row.amount_cents}, ${row.currency}, ${anchorDay}, ${creditCents})`)
  await tx.run(sql`UPDATE users SET subscription_plan = ${row.plan_type}, updated_at = ${at} WHERE id = ${userId}`)
  return row
}

export const endSubscription = (
  tx: SqlTx,
  { id }: SubscriptionRow,
  { status, at }: { status: 'cancelled' | 'expired'; at: Date },
) => tx.run(sql`UPDATE subscriptions SET status = ${status}, ends_at = ${at}, updated_at = ${at} WHERE id = ${id}`)

/** What it becomes when what is paid has ended; nulls take that back. */
export const scheduleChange = (tx: SqlTx, { id }: SubscriptionRow, next: PlanChoice | null): Promise<number> =>
  tx.run(sql`
    UPDATE subscriptions SET next_plan_type = ${next?.plan_type ?? null}, next_billing_cycle = ${next?.billing_cycle ?? null}
    WHERE id = ${id}`)

const withoutLimits = { messages: unlimited, api_calls: unlimited, background_tasks: unlimited }

export function shownSubscription(row: SubscriptionRow, { isLimited }: { readonly isLimited: boolean }): Subscription {
  const { user_id: _, next_billing_cycle: __, anchor_day: ___, stripe_subscription_id: ____, ...rest } = row
  const limits = isLimited ? row.limits : withoutLimits
  return { ...rest, limits, started_at: row.started_at.toISOString(), ends_at: row.ends_at?.toISOString() ?? null }
}
