import { z } from 'zod'
import { plans } from '../../../src-shared/billing/plans.ts'
import { newId } from '../../../src-shared/ids.ts'
import { sql } from '../../stores/sql.ts'
import type { SqlTx } from '../../stores/sql-store.ts'
import type { SeenInvoice } from './look-at-customer.ts'
import type { SeenSubscription } from './seen-subscription.ts'

/** Writes what differs. Returns how many rows that changed: 0 or 1. */
export function writeSubscription(tx: SqlTx, userId: string, seen: SeenSubscription): Promise<number> {
  const { stripeId, choice, amountCents, startedAt, next } = seen
  const ends_at = seen.endedAt ?? seen.periodEnd
  const limits = JSON.stringify(plans[choice.plan_type].limits)
  return tx.run(sql`
    INSERT INTO subscriptions AS kept
      (id, user_id, plan_type, status, billing_cycle, started_at, ends_at, auto_renew, limits, amount_cents, currency,
       next_plan_type, next_billing_cycle, anchor_day, stripe_subscription_id, payment_due)
    VALUES
      (${newId(startedAt.getTime())}, ${userId}, ${choice.plan_type}, ${seen.isLive ? 'active' : 'cancelled'}, ${choice.billing_cycle},
       ${startedAt}, ${ends_at}, ${seen.isLive && next?.plan_type !== 'free'}, ${limits}, ${amountCents}, 'USD',
       ${next?.plan_type ?? null}, ${next?.billing_cycle ?? null}, ${seen.anchorDay}, ${stripeId}, ${seen.isPaymentDue})
    ON CONFLICT (stripe_subscription_id) DO UPDATE SET
      plan_type = EXCLUDED.plan_type, status = EXCLUDED.status, billing_cycle = EXCLUDED.billing_cycle,
      started_at = EXCLUDED.started_at, ends_at = EXCLUDED.ends_at, auto_renew = EXCLUDED.auto_renew, limits = EXCLUDED.limits,
      amount_cents = EXCLUDED.amount_cents, next_plan_type = EXCLUDED.next_plan_type,
      next_billing_cycle = EXCLUDED.next_billing_cycle, anchor_day = EXCLUDED.anchor_day, payment_due = EXCLUDED.payment_due,
      updated_at = now()
    WHERE (kept.plan_type, kept.status, kept.billing_cycle, kept.started_at, kept.ends_at, kept.auto_renew, kept.limits,
           kept.amount_cents, kept.next_plan_type, kept.next_billing_cycle, kept.anchor_day, kept.payment_due)
      IS DISTINCT FROM
          (EXCLUDED.plan_type, EXCLUDED.status, EXCLUDED.billing_cycle, EXCLUDED.started_at, EXCLUDED.ends_at, EXCLUDED.auto_renew,
           EXCLUDED.limits, EXCLUDED.amount_cents, EXCLUDED.next_plan_type, EXCLUDED.next_billing_cycle, EXCLUDED.anchor_day,
           EXCLUDED.payment_due)`)
}

const invoiceRow = z.object({
  invoice_id: z.string(),
  status: z.string(),
  amount_due_cents: z.int(),
  amount_paid_cents: z.int(),
})

/** Those that are not kept as they were seen: hardly ever more than one, of years of them. */
export async function differingInvoices(tx: SqlTx, userId: string, seen: readonly SeenInvoice[]): Promise<SeenInvoice[]> {
  const kept = await tx.query(
    sql`SELECT invoice_id, status, amount_due_cents, amount_paid_cents FROM stripe_invoices WHERE user_id = ${userId}`,
    invoiceRow,
  )
  const byId = new Map(kept.map((row) => [row.invoice_id, row]))
  return seen.filter(({ id, status, amountDueCents, amountPaidCents }) => {
    const row = byId.get(id)
    return row?.status !== status || row.amount_due_cents !== amountDueCents || row.amount_paid_cents !== amountPaidCents
  })
}

export const writeInvoice = (tx: SqlTx, userId: string, seen: SeenInvoice): Promise<number> =>
  tx.run(sql`
    INSERT INTO stripe_invoices (invoice_id, user_id, status, amount_due_cents, amount_paid_cents, created_at)
    VALUES (${seen.id}, ${userId}, ${seen.status}, ${seen.amountDueCents}, ${seen.amountPaidCents}, ${seen.createdAt})
    ON CONFLICT (invoice_id) DO UPDATE SET
      status = EXCLUDED.status, amount_due_cents = EXCLUDED.amount_due_cents, amount_paid_cents = EXCLUDED.amount_paid_cents`)

/** True when it was not. */
export const setPlanOfUser = async (tx: SqlTx, userId: string, plan: string): Promise<boolean> =>
  (await tx.run(
    sql`UPDATE users SET subscription_plan = ${plan}, updated_at = now() WHERE id = ${userId} AND subscription_plan <> ${plan}`,
  )) === 1
