import type Stripe from 'stripe'
import type { PlanChoice } from '../proration.ts'
import { askStripe, callStripe } from './call-stripe.ts'
import { activeSchedule, downgradeAtEnd, keepAsItIs, type Target } from './downgrade.ts'
import { scheduledChoice } from './look-at-customer.ts'
import type { StripeDeps } from './stripe-deps.ts'

export interface Upgrade {
  readonly wanted: PlanChoice
  readonly prorationDate: number
}

/**
 * Applies when it is paid. What was to happen at the end of the period is taken back only then: whose payment does not go through has
 * cancelled all the same. Returns where to pay, while it waits for that. Errors: `PAYMENT_DECLINED`, `PAYMENT_UNAVAILABLE`.
 */
export async function upgradeNow(deps: StripeDeps, target: Target, upgrade: Upgrade): Promise<string | null> {
  if (activeSchedule(target.subscription) !== undefined) return upgradeBesideSchedule(deps, target, upgrade)
  const { pending_update, latest_invoice } = await send(deps, target, { ...upgrade, payment_behavior: 'pending_if_incomplete' })
  if (pending_update === null) await keepAsItIs(deps, target)
  if (pending_update === null || latest_invoice === null || typeof latest_invoice === 'string') return null
  return latest_invoice.hosted_invoice_url ?? null
}

/** A schedule would undo it at the end of the old period, so it goes first; nothing can wait then, and a failure brings it back. */
async function upgradeBesideSchedule(deps: StripeDeps, target: Target, upgrade: Upgrade): Promise<null> {
  const scheduled = await askStripe(deps, 'schedule', () => scheduledChoice(deps.stripe, target.subscription))
  await keepAsItIs(deps, target)
  try {
    await send(deps, target, { ...upgrade, payment_behavior: 'error_if_incomplete' })
    return null
  } catch (error) {
    if (scheduled !== undefined) await bringBack(deps, target, scheduled)
    throw error
  }
}

/** Unless the upgrade applied, although its answer was lost. */
async function bringBack(deps: StripeDeps, { userId, subscription, item }: Target, scheduled: PlanChoice): Promise<void> {
  try {
    const now = await deps.stripe.subscriptions.retrieve(subscription.id, { expand: ['schedule'] })
    const [nowItem] = now.items.data
    if (nowItem?.price.id !== item.price.id || now.schedule !== null) return
    await downgradeAtEnd(deps, { userId, subscription: now, item: nowItem }, scheduled)
  } catch {
    deps.log.error({ user_id: userId, subscription: subscription.id }, 'a downgrade was taken back for an upgrade that failed')
  }
}

interface SentUpgrade extends Upgrade {
  readonly payment_behavior: 'pending_if_incomplete' | 'error_if_incomplete'
}

async function send(deps: StripeDeps, { userId, subscription: { id }, item }: Target, upgrade: SentUpgrade) {
  const { wanted, prorationDate: proration_date, payment_behavior } = upgrade
  const price = await askStripe(deps, 'prices', () => deps.prices.idOf(wanted))
  const expand = ['latest_invoice']
  return callStripe<Stripe.Subscription>(deps, {
    ...{ userId, kind: 'upgrade' },
    params: { subscription: id, price, proration_date: String(proration_date), payment_behavior },
    send: (options) =>
      deps.stripe.subscriptions.update(
        id,
        { items: [{ id: item.id, price }], proration_behavior: 'always_invoice', payment_behavior, proration_date, expand },
        options,
      ),
    again: (made) => deps.stripe.subscriptions.retrieve(made, { expand }),
  })
}
