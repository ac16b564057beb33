import type Stripe from 'stripe'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import type { PlanChoice } from '../proration.ts'
import { choiceOf } from './prices.ts'

/** What counts of a subscription at Stripe. */
export interface SeenSubscription {
  readonly stripeId: string
  readonly choice: PlanChoice
  readonly amountCents: number
  /** It gives its plan now: also while a later payment is being tried again. */
  readonly isLive: boolean
  readonly isPaymentDue: boolean
  readonly startedAt: Date
  /** End of the period that runs, or ran last. */
  readonly periodEnd: Date
  /** When it stopped giving its plan; null while it is live. */
  readonly endedAt: Date | null
  readonly anchorDay: number
  /** What it becomes at the end of its period; null when it goes on. */
  readonly next: PlanChoice | null
}

const live = new Set<string>(['active', 'trialing', 'past_due'])
/** Not paid for the first time: it never began. */
const neverBegan = new Set<string>(['incomplete', 'incomplete_expired'])

export interface AlsoSeen {
  /** One of its invoices was paid. */
  readonly wasPaid: boolean
  /** Of the price that its schedule names for the next period. */
  readonly scheduled: PlanChoice | undefined
}

/** Undefined for one that never gave anything. Throws for a price that is not ours: nothing is guessed. */
export function seenSubscription(
  subscription: Stripe.Subscription,
  { wasPaid, scheduled }: AlsoSeen,
): SeenSubscription | undefined {
  const { status } = subscription
  if (neverBegan.has(status) || (!live.has(status) && !wasPaid)) return undefined
  const [item] = subscription.items.data
  const choice = item && choiceOf(item.price)
  if (item === undefined || choice === undefined) throw new AppError('INTERNAL', { what: 'a price of Stripe that is no plan' })
  const isLive = live.has(status)
  return {
    ...{ stripeId: subscription.id, choice, amountCents: item.price.unit_amount ?? 0 },
    ...{ isLive, isPaymentDue: status === 'past_due' },
    ...{ startedAt: at(subscription.start_date), periodEnd: at(item.current_period_end) },
    endedAt: isLive ? null : at(subscription.ended_at ?? item.current_period_start),
    anchorDay: at(subscription.billing_cycle_anchor).getUTCDate(),
    next: isLive ? (endsWithPeriod(subscription) ? free : (scheduled ?? null)) : null,
  }
}

/** The price of the period after this one, when a schedule says that it is another. */
export function scheduledPrice({ schedule }: Stripe.Subscription): string | undefined {
  if (schedule === null || typeof schedule === 'string' || schedule.status !== 'active') return undefined
  const endOfPhase = schedule.current_phase?.end_date ?? Number.POSITIVE_INFINITY
  const price = schedule.phases.find(({ start_date }) => start_date >= endOfPhase)?.items[0]?.price
  return typeof price === 'string' ? price : price?.id
}

const free: PlanChoice = { plan_type: 'free', billing_cycle: 'monthly' }

const endsWithPeriod = ({ cancel_at, cancel_at_period_end }: Stripe.Subscription): boolean =>
  cancel_at_period_end || cancel_at !== null

const at = (seconds: number): Date => new Date(seconds * 1000)
