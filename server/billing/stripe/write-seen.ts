import type { PlanId } from '../../../src-shared/billing/plans.ts'
import type { SqlTx } from '../../stores/sql-store.ts'
import { appendHistory, type BillingEvent } from '../billing-history.ts'
import { isUpgrade } from '../proration.ts'
import { endSubscription, findActive, findByStripeId, type SubscriptionRow, startSubscription } from '../subscriptions.ts'
import type { SeenCustomer, SeenInvoice } from './look-at-customer.ts'
import type { SeenSubscription } from './seen-subscription.ts'
import type { StripeDeps } from './stripe-deps.ts'
import { differingInvoices, setPlanOfUser, writeInvoice, writeSubscription } from './stripe-rows.ts'

export type Difference = 'subscription' | 'invoice' | 'entitlement'

export interface WrittenSeen {
  readonly userId: string
  readonly seen: SeenCustomer
  readonly at: Date
}

/**
 * Makes our rows say what Stripe says, from whatever they said before: what is written depends on what was seen only, never on
 * what had been seen earlier, so the order of events cannot matter. The user is locked. Returns what had to be changed.
 */
export async function writeSeen(deps: StripeDeps, tx: SqlTx, { userId, seen, at }: WrittenSeen): Promise<Difference[]> {
  const before = await findActive(tx, userId)
  const ended = seen.subscriptions.filter(({ isLive }) => !isLive).toSorted(byStart)
  const best = bestOf(deps, userId, seen.subscriptions)
  let changed = 0
  for (const each of ended) changed += await writeEnded(tx, userId, each)
  if (best !== undefined) changed += await writeLive(tx, userId, best)
  const active = await settleActive(tx, { userId, best, at })
  const invoices = await writeInvoices(tx, userId, seen.invoices)
  const isEntitlementWrong = await entitle(deps, tx, { userId, plan: active.plan_type })
  if (before !== undefined && before.plan_type !== active.plan_type) {
    const details = { old_plan: before.plan_type, new_plan: active.plan_type }
    await deps.audit(tx, { action: 'plan_changed', actor_id: null, user_id: userId, details }, at)
  }
  return [
    ...(changed > 0 ? (['subscription'] as const) : []),
    ...(invoices > 0 ? (['invoice'] as const) : []),
    ...(isEntitlementWrong ? (['entitlement'] as const) : []),
  ]
}

const byStart = (a: SeenSubscription, b: SeenSubscription): number =>
  a.startedAt.getTime() - b.startedAt.getTime() || a.stripeId.localeCompare(b.stripeId)

/** Two that are paid at once are an accident that only a person can undo; the better one counts. */
function bestOf({ log, metrics }: StripeDeps, user_id: string, all: readonly SeenSubscription[]): SeenSubscription | undefined {
  const live = all.filter(({ isLive }) => isLive)
  if (live.length > 1) {
    log.error({ user_id, count: live.length }, 'more than one subscription is paid at Stripe')
    metrics.differences.inc({ kind: 'paid_twice' })
  }
  return live.toSorted(bestFirst)[0]
}

function bestFirst(a: SeenSubscription, b: SeenSubscription): number {
  if (isUpgrade(a.choice, b.choice)) return 1
  return isUpgrade(b.choice, a.choice) ? -1 : byStart(a, b)
}

/** One that was never seen while it lived still stands where it stood: between the free time before it and the free time after. */
async function writeEnded(tx: SqlTx, userId: string, seen: SeenSubscription): Promise<number> {
  const known = await findByStripeId(tx, seen.stripeId)
  const active = await findActive(tx, userId)
  const endedAt = seen.endedAt ?? seen.periodEnd
  const isOfHere = active?.stripe_subscription_id === null && active.started_at <= endedAt
  const isReplaced = known === undefined && isOfHere
  if (isReplaced) await endSubscription(tx, active, { status: 'cancelled', at: later(active.started_at, seen.startedAt) })
  const written = await writeSubscription(tx, userId, seen)
  if (isReplaced || active?.stripe_subscription_id === seen.stripeId) await free(tx, userId, endedAt)
  return written
}

async function writeLive(tx: SqlTx, userId: string, seen: SeenSubscription): Promise<number> {
  const active = await findActive(tx, userId)
  if (active !== undefined && active.stripe_subscription_id !== seen.stripeId)
    await endSubscription(tx, active, { status: 'cancelled', at: later(active.started_at, seen.startedAt) })
  return writeSubscription(tx, userId, seen)
}

interface ActiveAfter {
  readonly userId: string
  readonly best: SeenSubscription | undefined
  readonly at: Date
}

/** Whoever pays nothing is on the free plan, also when Stripe has forgotten what he paid. */
async function settleActive(tx: SqlTx, { userId, best, at }: ActiveAfter): Promise<SubscriptionRow> {
  const active = await findActive(tx, userId)
  if (active === undefined) return free(tx, userId, at)
  if (best !== undefined || active.stripe_subscription_id === null) return active
  await endSubscription(tx, active, { status: 'cancelled', at })
  return free(tx, userId, at)
}

const free = (tx: SqlTx, userId: string, at: Date): Promise<SubscriptionRow> =>
  startSubscription(tx, { userId, plan_type: 'free', billing_cycle: 'monthly', at })

const later = (a: Date, b: Date): Date => (a > b ? a : b)

async function writeInvoices(tx: SqlTx, userId: string, invoices: readonly SeenInvoice[]): Promise<number> {
  const differing = await differingInvoices(tx, userId, invoices)
  for (const invoice of differing) {
    await writeInvoice(tx, userId, invoice)
    if (invoice.status === 'paid') await appendHistory(tx, await paidEvent(tx, userId, invoice))
  }
  return differing.length
}

const reasons: Readonly<Record<string, BillingEvent['eventType']>> = {
  subscription_create: 'subscription_created',
  subscription_update: 'subscription_upgraded',
  subscription_cycle: 'subscription_renewed',
}

async function paidEvent(tx: SqlTx, userId: string, invoice: SeenInvoice): Promise<BillingEvent> {
  const { stripeSubscriptionId = '', reason, amountPaidCents, paidAt, createdAt } = invoice
  const row = await findByStripeId(tx, stripeSubscriptionId)
  return {
    ...{ userId, subscriptionId: row?.id ?? null, amountCents: amountPaidCents, at: paidAt ?? createdAt },
    eventType: reasons[reason ?? ''] ?? 'payment_received',
    description: 'Paid through Stripe',
    metadata: { invoice_id: invoice.id },
    onceKey: `invoice:${invoice.id}`,
  }
}

/** The plan of the account and the limits that admission asks. True when one of them was wrong. */
async function entitle(
  deps: StripeDeps,
  tx: SqlTx,
  { userId, plan }: { readonly userId: string; readonly plan: PlanId },
): Promise<boolean> {
  const isPlanWrong = await setPlanOfUser(tx, userId, plan)
  const wrongLimits = await deps.countWrongLimits(tx, userId, plan)
  if (wrongLimits > 0) await deps.limitUsage(tx, userId, plan)
  return isPlanWrong || wrongLimits > 0
}
