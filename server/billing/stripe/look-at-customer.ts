import type Stripe from 'stripe'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import type { PlanChoice } from '../proration.ts'
import { choiceOf } from './prices.ts'
import { type SeenSubscription, scheduledPrice, seenSubscription } from './seen-subscription.ts'
import { isMissing } from './stripe-faults.ts'

export interface SeenInvoice {
  readonly id: string
  readonly status: string
  readonly reason: string | null
  readonly stripeSubscriptionId: string | undefined
  readonly amountDueCents: number
  readonly amountPaidCents: number
  readonly createdAt: Date
  readonly paidAt: Date | null
}

export interface SeenCustomer {
  /** Nothing can be sold to it any more. */
  readonly isDeleted: boolean
  readonly subscriptions: readonly SeenSubscription[]
  readonly invoices: readonly SeenInvoice[]
}

/** The newest hundred of each: eight years of months. What is older was written long ago. */
const most = 100

/** All that Stripe says now about what a customer has and paid. Throws for one that Stripe does not know: nothing is guessed. */
export async function lookAtCustomer(stripe: Stripe, customer: string): Promise<SeenCustomer> {
  const [found, subscriptions, invoices] = await Promise.all([
    stripe.customers.retrieve(customer),
    unlessMissing(() => stripe.subscriptions.list({ customer, status: 'all', limit: most, expand: ['data.schedule'] })),
    unlessMissing(() => stripe.invoices.list({ customer, limit: most })),
  ])
  const isDeleted = found.deleted === true
  // With the key of another account everything is missing, and whoever pays must not fall for that.
  if (!isDeleted && (subscriptions === undefined || invoices === undefined))
    throw new AppError('INTERNAL', { what: 'a customer of Stripe that has no lists' })
  const seen = (invoices ?? []).map(seenInvoice)
  const paid = new Set(seen.filter(({ status }) => status === 'paid').map((invoice) => invoice.stripeSubscriptionId))
  const all = await Promise.all(
    (subscriptions ?? []).map(async (each) =>
      seenSubscription(each, { wasPaid: paid.has(each.id), scheduled: await scheduledChoice(stripe, each) }),
    ),
  )
  return { isDeleted, subscriptions: all.flatMap((each) => each ?? []), invoices: seen }
}

/** What it becomes at the end of its period, when a schedule says so. */
export async function scheduledChoice(stripe: Stripe, subscription: Stripe.Subscription): Promise<PlanChoice | undefined> {
  const price = scheduledPrice(subscription)
  return price === undefined ? undefined : choiceOf(await stripe.prices.retrieve(price))
}

async function unlessMissing<T>(list: () => Promise<{ readonly data: T[] }>): Promise<T[] | undefined> {
  try {
    return (await list()).data
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function seenInvoice(invoice: Stripe.Invoice): SeenInvoice {
  const subscription = invoice.parent?.subscription_details?.subscription
  const { paid_at } = invoice.status_transitions
  return {
    ...{ id: invoice.id, status: invoice.status ?? 'draft', reason: invoice.billing_reason },
    stripeSubscriptionId: typeof subscription === 'string' ? subscription : subscription?.id,
    ...{ amountDueCents: invoice.amount_due, amountPaidCents: invoice.amount_paid },
    createdAt: new Date(invoice.created * 1000),
    paidAt: paid_at === null ? null : new Date(paid_at * 1000),
  }
}
