import { z } from 'zod'
import { billingCycle, planType } from '../../src-shared/api/billing.ts'
import type { Mail } from '../mail/mail.ts'
import { type Reminder, writeReminder } from '../mail/reminder-letters.ts'
import { sql } from '../stores/sql.ts'
import type { BillingDeps } from './billing-deps.ts'
import { priceOf } from './proration.ts'

/** So long before the end of what is paid. */
const aheadMs = 7 * 24 * 3_600_000

/** So many letters at once, and those of the next only when they went: a mail server takes no thousand connections. */
const batchSize = 50

const dueRow = z.object({
  email: z.string(),
  language: z.enum(['en', 'de']),
  plan_type: planType,
  billing_cycle: billingCycle,
  ends_at: z.date(),
  is_paid: z.boolean(),
  next_plan_type: planType.nullable(),
})

export interface RemindDeps {
  readonly billing: Pick<BillingDeps, 'store' | 'now' | 'lendsPlans' | 'asksStripe'>
  readonly deliver: Mail['deliver']
}

/**
 * A letter to whoever has a plan that ends or renews within a week: once for each period, and none rather than two, so it is written
 * down first. Only to addresses that were confirmed. Plans that are lent cost nothing and go on. Returns how many.
 */
export async function remind({ billing, deliver }: RemindDeps, signal: AbortSignal): Promise<number> {
  if (billing.lendsPlans) return 0
  let reminded = 0
  for (;;) {
    signal.throwIfAborted()
    const due = await takeDue(billing)
    await Promise.all(due.map((row) => deliver(async () => writeReminder(reminderOf(row)))))
    reminded += due.length
    if (due.length < batchSize) return reminded
  }
}

/** The next ones that nobody has written to yet. */
function takeDue({ store, now, asksStripe }: RemindDeps['billing']): Promise<z.infer<typeof dueRow>[]> {
  const at = new Date(now())
  return store.query(
    sql`
      UPDATE subscriptions s SET reminded_for = s.ends_at FROM users u
      WHERE u.id = s.user_id AND s.id IN (
        SELECT s.id FROM subscriptions s JOIN users u ON u.id = s.user_id
        WHERE s.status = 'active' AND s.ends_at > ${at} AND s.ends_at <= ${new Date(at.getTime() + aheadMs)}
          AND s.reminded_for IS DISTINCT FROM s.ends_at AND u.is_active AND u.is_verified
        ORDER BY s.ends_at LIMIT ${batchSize} FOR UPDATE OF s SKIP LOCKED)
      RETURNING u.email, u.language, s.plan_type, s.billing_cycle, s.ends_at,
        (${asksStripe} AND s.stripe_subscription_id IS NOT NULL) AS is_paid, s.next_plan_type`,
    dueRow,
  )
}

/** What is not paid ends with the free plan, whatever was meant to follow. */
const reminderOf = ({ email, language, ends_at, is_paid, next_plan_type, ...choice }: z.infer<typeof dueRow>): Reminder => ({
  ...{ to: email, language, plan: choice.plan_type, at: ends_at },
  follows:
    is_paid && next_plan_type === null ? { forCents: priceOf(choice) } : { plan: (is_paid ? next_plan_type : null) ?? 'free' },
})
