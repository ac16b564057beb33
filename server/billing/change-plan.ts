import type { PlanId } from '../../src-shared/billing/plans.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { SqlTx } from '../stores/sql-store.ts'
import type { BillingDeps } from './billing-deps.ts'
import { appendHistory } from './billing-history.ts'
import { endOfCycle, isUpgrade, type PlanChoice, priceOf, unusedCents } from './proration.ts'
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

/** An upgrade applies at once, a downgrade when what is paid has ended. Errors: `NOT_FOUND`, `PAYMENT_UNAVAILABLE`. */
export async function changePlan(deps: BillingDeps, userId: string, wanted: PlanChoice): Promise<SubscriptionRow> {
  const at = new Date(deps.now())
  const changed = await deps.store.transact(async (tx) => {
    const current = await lockActive(tx, userId)
    if (current === undefined) throw new AppError('NOT_FOUND')
    if (isSame(current, wanted)) return keep(tx, current)
    if (isUpgrade(current, wanted)) return upgrade(deps, tx, { current, wanted, at })
    return scheduleDowngrade(tx, { current, wanted, at })
  })
  await deps.onPlanChanged(userId)
  return changed
}

/** What was scheduled, or the same once more: for a subscription whose paid time has ended. */
export async function advance(deps: BillingDeps, userId: string): Promise<SubscriptionRow | undefined> {
  const at = new Date(deps.now())
  const advanced = await deps.store.transact(async (tx) => {
    const current = await lockActive(tx, userId)
    // Another request may have been quicker.
    if (current?.ends_at == null || current.ends_at > at) return current
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

const isSame = (a: PlanChoice, b: PlanChoice): boolean => a.plan_type === b.plan_type && a.billing_cycle === b.billing_cycle

async function keep(tx: SqlTx, current: SubscriptionRow): Promise<SubscriptionRow> {
  await scheduleChange(tx, current, null)
  return { ...current, next_plan_type: null, next_billing_cycle: null }
}

async function upgrade(deps: BillingDeps, tx: SqlTx, { current, wanted, at }: Change): Promise<SubscriptionRow> {
  if (deps.takesPayments) throw new AppError('PAYMENT_UNAVAILABLE')
  const userId = current.user_id
  const credit_cents = unusedCents(current, at)
  await endSubscription(tx, current, { status: 'cancelled', at })
  const started = await startSubscription(tx, { userId, ...wanted, at })
  await deps.limitUsage(tx, userId, wanted.plan_type)
  await appendHistory(tx, {
    ...{ userId, subscriptionId: started.id, eventType: 'subscription_upgraded', at },
    amountCents: Math.max(0, priceOf(wanted) - credit_cents),
    description: `${named(current.plan_type)} to ${named(wanted.plan_type)}, ${wanted.billing_cycle}`,
    metadata: { old_plan: current.plan_type, new_plan: wanted.plan_type, billing_cycle: wanted.billing_cycle, credit_cents },
  })
  const details = { old_plan: current.plan_type, new_plan: wanted.plan_type }
  await deps.audit(tx, { action: 'plan_changed', actor_id: userId, user_id: userId, details }, at)
  return started
}

async function scheduleDowngrade(tx: SqlTx, { current, wanted, at }: Change): Promise<SubscriptionRow> {
  await scheduleChange(tx, current, wanted)
  await appendHistory(tx, {
    ...{ userId: current.user_id, subscriptionId: current.id, eventType: 'downgrade_scheduled', amountCents: 0, at },
    description: `${named(current.plan_type)} to ${named(wanted.plan_type)} at the end of what is paid`,
  })
  return { ...current, next_plan_type: wanted.plan_type, next_billing_cycle: wanted.billing_cycle }
}

/** From the end of the last one, so that no second is paid twice or for nothing; periods nobody looked at pass by. */
async function startNext(
  deps: BillingDeps,
  tx: SqlTx,
  current: SubscriptionRow & { readonly ends_at: Date },
): Promise<SubscriptionRow> {
  const next = {
    plan_type: current.next_plan_type ?? current.plan_type,
    billing_cycle: current.next_billing_cycle ?? current.billing_cycle,
  }
  const start = lastStart(next, current.ends_at, new Date(deps.now()))
  const userId = current.user_id
  await endSubscription(tx, current, { status: 'expired', at: current.ends_at })
  const started = await startSubscription(tx, { userId, ...next, at: start })
  await deps.limitUsage(tx, userId, next.plan_type)
  const isOther = next.plan_type !== current.plan_type
  await appendHistory(tx, {
    ...{ userId, subscriptionId: started.id, amountCents: started.amount_cents, at: start },
    eventType: isOther ? 'subscription_downgraded' : 'subscription_renewed',
    description: isOther
      ? `${named(current.plan_type)} to ${named(next.plan_type)}`
      : `${named(next.plan_type)}, ${next.billing_cycle}`,
  })
  return started
}

function lastStart(choice: PlanChoice, start: Date, now: Date): Date {
  const end = endOfCycle(choice, start)
  return end === null || end > now ? start : lastStart(choice, end, now)
}

const named = (plan: PlanId): string => `${plan.charAt(0).toUpperCase()}${plan.slice(1)} plan`
