import type { PlanId } from '../../src-shared/billing/plans.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { SqlTx } from '../stores/sql-store.ts'
import type { BillingDeps } from './billing-deps.ts'
import { appendHistory } from './billing-history.ts'
import { chargeFor, endOfCycle, isSameChoice, isUpgrade, type PlanChoice, priceOf, unusedCents } from './proration.ts'
import {
  endSubscription,
  findActive,
  lockActive,
  type SubscriptionRow,
  scheduleChange,
  startSubscription,
} from './subscriptions.ts'

/** A new account is on the free plan. */
export async function startFree(tx: SqlTx, userId: string, at: Date): Promise<void> {
  const { id } = await startSubscription(tx, { userId, plan_type: 'free', billing_cycle: 'monthly', at })
  const event = { eventType: 'subscription_created', amountCents: 0, description: 'Free plan' } as const
  await appendHistory(tx, { userId, subscriptionId: id, at, ...event })
}

/** An upgrade applies at once, a downgrade when what is paid has ended. Errors: `NOT_FOUND`, `PAYMENTS_NOT_OFFERED`. */
export async function changePlan(deps: BillingDeps, userId: string, wanted: PlanChoice): Promise<SubscriptionRow> {
  const at = new Date(deps.now())
  const changed = await deps.store.transact(async (tx) => {
    const current = await lockActive(tx, userId)
    if (current === undefined) throw new AppError('NOT_FOUND')
    if (isSameChoice(current, wanted)) return keep(tx, current)
    if (isUpgrade(current, wanted)) return upgrade(deps, tx, { current, wanted, at })
    return scheduleDowngrade(tx, { current, wanted, at })
  })
  await deps.onPlanChanged(userId)
  return changed
}

/** What was scheduled, or the same once more: for a subscription whose time has ended. */
export async function advance(deps: BillingDeps, userId: string): Promise<SubscriptionRow | undefined> {
  const at = new Date(deps.now())
  const advanced = await deps.store.transact(async (tx) => {
    const current = await lockActive(tx, userId)
    // Another request may have been quicker.
    if (current?.ends_at == null || current.ends_at > at) return current
    // Stripe knows what follows, and may only be late in saying it. Without its key nobody pays what follows.
    if (deps.asksStripe && current.stripe_subscription_id !== null) return current
    return startNext(deps, tx, { ...current, ends_at: current.ends_at })
  })
  await deps.onPlanChanged(userId)
  return advanced
}

export async function advanceIfEnded(deps: BillingDeps, userId: string): Promise<void> {
  const current = await findActive(deps.store, userId)
  if (current?.ends_at != null && current.ends_at.getTime() <= deps.now()) await advance(deps, userId)
}

interface Change {
  readonly current: SubscriptionRow
  readonly wanted: PlanChoice
  readonly at: Date
}

async function keep(tx: SqlTx, current: SubscriptionRow): Promise<SubscriptionRow> {
  await scheduleChange(tx, current, null)
  return { ...current, next_plan_type: null, next_billing_cycle: null }
}

async function upgrade(deps: BillingDeps, tx: SqlTx, { current, wanted, at }: Change): Promise<SubscriptionRow> {
  if (!deps.lendsPlans) throw new AppError('PAYMENTS_NOT_OFFERED')
  const userId = current.user_id
  const credit_cents = creditOf(current, at)
  const charge = chargeFor(priceOf(wanted), credit_cents)
  await endSubscription(tx, current, { status: 'cancelled', at })
  const started = await startSubscription(tx, { userId, ...wanted, at, creditCents: charge.credit_cents })
  await deps.limitUsage(tx, userId, wanted.plan_type)
  await appendHistory(tx, {
    ...{ userId, subscriptionId: started.id, eventType: 'subscription_upgraded', at },
    amountCents: charge.due_cents,
    description: `${named(current.plan_type)} to ${named(wanted.plan_type)}, ${wanted.billing_cycle}`,
    metadata: { old_plan: current.plan_type, new_plan: wanted.plan_type, billing_cycle: wanted.billing_cycle, credit_cents },
  })
  const details = { old_plan: current.plan_type, new_plan: wanted.plan_type }
  await deps.audit(tx, { action: 'plan_changed', actor_id: userId, user_id: userId, details }, at)
  return started
}

/** What was paid and not used yet, of this plan and of those before. */
export const creditOf = (current: SubscriptionRow, at: Date): number => unusedCents(current, at) + current.credit_cents

async function scheduleDowngrade(tx: SqlTx, { current, wanted, at }: Change): Promise<SubscriptionRow> {
  await scheduleChange(tx, current, wanted)
  await appendHistory(tx, {
    ...{ userId: current.user_id, subscriptionId: current.id, eventType: 'downgrade_scheduled', amountCents: 0, at },
    description: `${named(current.plan_type)} to ${named(wanted.plan_type)} at the end of what is paid`,
  })
  return { ...current, next_plan_type: wanted.plan_type, next_billing_cycle: wanted.billing_cycle }
}

/** From the end of the last one, so that no second is paid twice or for nothing; periods nobody looked at pass by, and use up credit. */
async function startNext(
  deps: BillingDeps,
  tx: SqlTx,
  current: SubscriptionRow & { readonly ends_at: Date },
): Promise<SubscriptionRow> {
  const next = nextOf(deps, current)
  const begin = { at: current.ends_at, dueCents: 0, creditCents: current.credit_cents }
  const { at: start, ...last } = lastPeriod({ choice: next, anchorDay: current.anchor_day, now: new Date(deps.now()) }, begin)
  const userId = current.user_id
  await endSubscription(tx, current, { status: 'expired', at: current.ends_at })
  const kept = { anchorDay: current.anchor_day, creditCents: last.creditCents }
  const started = await startSubscription(tx, { userId, ...next, at: start, ...kept })
  await deps.limitUsage(tx, userId, next.plan_type)
  const isOther = next.plan_type !== current.plan_type
  await appendHistory(tx, {
    ...{ userId, subscriptionId: started.id, amountCents: last.dueCents, at: start },
    eventType: isOther ? 'subscription_downgraded' : 'subscription_renewed',
    description: isOther
      ? `${named(current.plan_type)} to ${named(next.plan_type)}`
      : `${named(next.plan_type)}, ${next.billing_cycle}`,
  })
  return started
}

/** Without payment nothing that has a price goes on, unless the operator lends it. */
function nextOf({ lendsPlans }: BillingDeps, { next_plan_type, next_billing_cycle, ...current }: SubscriptionRow): PlanChoice {
  const plan_type = next_plan_type ?? current.plan_type
  const next = { plan_type, billing_cycle: next_billing_cycle ?? current.billing_cycle }
  return lendsPlans || priceOf(next) === 0 ? next : { plan_type: 'free', billing_cycle: 'monthly' }
}

interface Cycles {
  readonly choice: PlanChoice
  readonly anchorDay: number
  readonly now: Date
}

interface StartedPeriod {
  readonly at: Date
  readonly dueCents: number
  readonly creditCents: number
}

/** The period that runs now, the first of which begins at `begin.at`. */
function lastPeriod(cycles: Cycles, begin: StartedPeriod): StartedPeriod {
  const { due_cents, credit_cents } = chargeFor(priceOf(cycles.choice), begin.creditCents)
  const end = endOfCycle(cycles.choice, begin.at, cycles.anchorDay)
  if (end === null || end > cycles.now) return { at: begin.at, dueCents: due_cents, creditCents: credit_cents }
  return lastPeriod(cycles, { at: end, dueCents: due_cents, creditCents: credit_cents })
}

const named = (plan: PlanId): string => `${plan.charAt(0).toUpperCase()}${plan.slice(1)} plan`
