import type Stripe from 'stripe'
import type { ChangeSubscription, Preview } from '../../../src-shared/api/billing.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import type { ChangedPlan, PlanChanges } from '../plan-changes.ts'
import { isSameChoice, isUpgrade, type PlanChoice, priceOf } from '../proration.ts'
import { findActive, type SubscriptionRow } from '../subscriptions.ts'
import { askStripe } from './call-stripe.ts'
import { customerIdOf } from './customers.ts'
import { cancelAtEnd, downgradeAtEnd, keepAsItIs } from './downgrade.ts'
import { choiceOf } from './prices.ts'
import type { StripeDeps } from './stripe-deps.ts'
import { syncFresh } from './sync-customer.ts'
import { upgradeNow } from './upgrade.ts'

/** Where money is taken: an upgrade applies when its invoice is paid, less of something at the end of what is paid. */
export const planChangesAtStripe = (deps: StripeDeps): PlanChanges => ({
  preview: (userId, wanted) => preview(deps, userId, wanted),
  change: (userId, wanted) => change(deps, userId, wanted),
})

/** What Stripe has now; our own row only says which one to ask for. */
interface Paid {
  readonly subscription: Stripe.Subscription
  readonly item: Stripe.SubscriptionItem
  readonly choice: PlanChoice
}

async function preview(deps: StripeDeps, userId: string, wanted: PlanChoice): Promise<Preview> {
  const { row, paid } = await findPaid(deps, userId)
  const proration_date = seconds(deps.now())
  const nothing = { amount_due_cents: 0, currency: 'USD', proration_date }
  if (paid === undefined) {
    if (priceOf(wanted) > 0) return { ...nothing, amount_due_cents: priceOf(wanted), effective_at: isoOf(proration_date) }
    return { ...nothing, effective_at: (row.ends_at ?? new Date(deps.now())).toISOString() }
  }
  if (!isUpgrade(paid.choice, wanted)) return { ...nothing, effective_at: isoOf(paid.item.current_period_end) }
  const price = await askStripe(deps, 'prices', () => deps.prices.idOf(wanted))
  const { amount_due } = await askStripe(deps, 'preview', () =>
    deps.stripe.invoices.createPreview({
      subscription: paid.subscription.id,
      subscription_details: {
        items: [{ id: paid.item.id, price }],
        ...{ proration_behavior: 'always_invoice', proration_date },
      },
    }),
  )
  return { ...nothing, amount_due_cents: amount_due, effective_at: isoOf(proration_date) }
}

async function change(deps: StripeDeps, userId: string, asked: ChangeSubscription): Promise<ChangedPlan> {
  const wanted = { plan_type: asked.plan_type, billing_cycle: asked.billing_cycle }
  const { row, paid } = await findPaid(deps, userId)
  if (paid === undefined) {
    if (priceOf(wanted) > 0) throw new AppError('PAYMENT_REQUIRED', { checkout_url: '/billing/checkout' })
    return { row, paymentUrl: null }
  }
  const paymentUrl = await apply(deps, paid, { userId, wanted, prorationDate: prorationDate(deps, paid, asked) })
  const customerId = await customerIdOf(deps.store, userId)
  if (customerId !== undefined) await askStripe(deps, 'sync', () => syncFresh(deps, { customerId, userId }))
  return { row: (await findActive(deps.store, userId)) ?? row, paymentUrl }
}

interface Applied {
  readonly userId: string
  readonly wanted: PlanChoice
  readonly prorationDate: number
}

async function apply(deps: StripeDeps, paid: Paid, { userId, wanted, prorationDate: date }: Applied): Promise<string | null> {
  const target = { userId, subscription: paid.subscription, item: paid.item }
  if (isUpgrade(paid.choice, wanted)) return upgradeNow(deps, target, { wanted, prorationDate: date })
  if (isSameChoice(paid.choice, wanted)) await keepAsItIs(deps, target)
  else if (priceOf(wanted) === 0) await cancelAtEnd(deps, target)
  else await downgradeAtEnd(deps, target, wanted)
  return null
}

const previewedMs = 3_600_000

/** That of the preview, so that what was shown is what is paid. Errors: `VALIDATION_FAILED`. */
function prorationDate({ now }: StripeDeps, { item }: Paid, { proration_date }: ChangeSubscription): number {
  if (proration_date === undefined) return seconds(now())
  const oldest = Math.max(item.current_period_start, seconds(now() - previewedMs))
  if (proration_date >= oldest && proration_date <= seconds(now())) return proration_date
  throw new AppError('VALIDATION_FAILED', { field: 'proration_date', issues: [] })
}

interface Found {
  readonly row: SubscriptionRow
  /** Undefined when nothing is paid through Stripe. */
  readonly paid: Paid | undefined
}

async function findPaid(deps: StripeDeps, userId: string): Promise<Found> {
  const row = await findActive(deps.store, userId)
  if (row === undefined) throw new AppError('NOT_FOUND')
  const id = row.stripe_subscription_id
  if (id === null) return { row, paid: undefined }
  const subscription = await askStripe(deps, 'subscription', () =>
    deps.stripe.subscriptions.retrieve(id, { expand: ['schedule'] }),
  )
  const [item] = subscription.items.data
  const choice = item && choiceOf(item.price)
  if (item === undefined || choice === undefined) throw new AppError('PAYMENT_UNAVAILABLE')
  return { row, paid: { subscription, item, choice } }
}

const seconds = (ms: number): number => Math.floor(ms / 1000)
const isoOf = (at: number): string => new Date(at * 1000).toISOString()
