import type Stripe from 'stripe'
import type { PlanChoice } from '../proration.ts'
import { askStripe, callStripe } from './call-stripe.ts'
import type { StripeDeps } from './stripe-deps.ts'

/** A subscription as it was fetched, its schedule with it. */
export interface Target {
  readonly userId: string
  readonly subscription: Stripe.Subscription
  readonly item: Stripe.SubscriptionItem
}

/** Takes back whatever was to happen at the end of the period. */
export async function keepAsItIs(deps: StripeDeps, target: Target): Promise<void> {
  await releaseSchedule(deps, target)
  if (target.subscription.cancel_at_period_end) await setCancelled(deps, target, false)
}

export async function cancelAtEnd(deps: StripeDeps, target: Target): Promise<void> {
  await releaseSchedule(deps, target)
  if (!target.subscription.cancel_at_period_end) await setCancelled(deps, target, true)
}

/** To a cheaper plan, from the end of the period: a schedule of two phases, which lets go of the subscription afterwards. */
export async function downgradeAtEnd(deps: StripeDeps, target: Target, wanted: PlanChoice): Promise<void> {
  const { userId, subscription, item } = target
  if (subscription.cancel_at_period_end) await setCancelled(deps, target, false)
  const price = await askStripe(deps, 'prices', () => deps.prices.idOf(wanted))
  const schedule = activeSchedule(subscription) ?? (await createSchedule(deps, target))
  const start = schedule.current_phase?.start_date ?? item.current_period_start
  await callStripe(deps, {
    ...{ userId, kind: 'write_schedule', params: { schedule: schedule.id, price, after: writtenBy(schedule) } },
    send: (options, intent_id) =>
      deps.stripe.subscriptionSchedules.update(
        schedule.id,
        {
          ...{ end_behavior: 'release', proration_behavior: 'none', metadata: { intent_id } },
          phases: [
            { items: [{ price: item.price.id, quantity: 1 }], start_date: start, end_date: item.current_period_end },
            { items: [{ price, quantity: 1 }], duration: { interval: wanted.billing_cycle === 'yearly' ? 'year' : 'month' } },
          ],
        },
        options,
      ),
    again: (id) => deps.stripe.subscriptionSchedules.retrieve(id),
  })
}

async function createSchedule(deps: StripeDeps, { userId, subscription }: Target): Promise<Stripe.SubscriptionSchedule> {
  const { id, customer } = subscription
  // Nothing can be written into one that is made from a subscription: what it comes after is the last one, over as it is.
  const { data } = await askStripe(deps, 'schedules', () =>
    deps.stripe.subscriptionSchedules.list({ customer: typeof customer === 'string' ? customer : customer.id, limit: 1 }),
  )
  return callStripe(deps, {
    ...{ userId, kind: 'create_schedule', params: { subscription: id, after: data[0]?.id ?? '' } },
    send: (options) => deps.stripe.subscriptionSchedules.create({ from_subscription: id }, options),
    again: (id) => deps.stripe.subscriptionSchedules.retrieve(id),
  })
}

async function releaseSchedule(deps: StripeDeps, { userId, subscription }: Target): Promise<void> {
  const schedule = activeSchedule(subscription)?.id
  if (schedule === undefined) return
  await callStripe(deps, {
    ...{ userId, kind: 'release_schedule', params: { schedule } },
    send: (options) => deps.stripe.subscriptionSchedules.release(schedule, {}, options),
    again: (id) => deps.stripe.subscriptionSchedules.retrieve(id),
  })
}

const setCancelled = (deps: StripeDeps, { userId, subscription }: Target, isCancelled: boolean) =>
  callStripe(deps, {
    ...{ userId, kind: isCancelled ? 'cancel_at_end' : 'keep' },
    params: { subscription: subscription.id, after: writtenBy(subscription) },
    send: (options, intent_id) =>
      deps.stripe.subscriptions.update(subscription.id, { cancel_at_period_end: isCancelled, metadata: { intent_id } }, options),
    again: (id) => deps.stripe.subscriptions.retrieve(id),
  })

/** Which call changed it last. */
const writtenBy = ({ metadata }: { readonly metadata: Stripe.Metadata | null }): string => metadata?.intent_id ?? ''

export function activeSchedule({ schedule }: Stripe.Subscription): Stripe.SubscriptionSchedule | undefined {
  return schedule !== null && typeof schedule !== 'string' && schedule.status === 'active' ? schedule : undefined
}
