import type Stripe from 'stripe'
import type { Intent } from './intents.ts'
import { isMissing } from './stripe-faults.ts'

type Maker = (stripe: Stripe, intent: Intent) => Promise<string | undefined>

const named = (intent: Intent) => (made: { readonly metadata: Stripe.Metadata | null }) => made.metadata?.intent_id === intent.id

/** Where each kind of call has left its object. Lists are asked, not the search, which is late by up to a minute. */
const makers: Readonly<Record<Intent['kind'], Maker>> = {
  create_customer: (stripe, intent) =>
    firstOf(stripe.customers.list({ limit: 100, created: { gte: seconds(intent.created_at) - 60 } }), named(intent)),
  update_customer: async (stripe, intent) => {
    const found = await stripe.customers.retrieve(intent.params.customer ?? '')
    return found.deleted !== true && named(intent)(found) ? found.id : undefined
  },
  close_customer: async (stripe, { params: { customer = '' } }) => {
    const found = await stripe.customers.retrieve(customer)
    return found.deleted === true ? found.id : undefined
  },
  open_checkout: (stripe, intent) =>
    firstOf(stripe.checkout.sessions.list({ customer: intent.params.customer ?? '', limit: 100 }), named(intent)),
  expire_checkout: async (stripe, { params: { session = '' } }) => {
    const { id, status } = await stripe.checkout.sessions.retrieve(session)
    return status === 'open' ? undefined : id
  },
  // Stripe lists none of them; one that nobody opens is gone in minutes.
  open_portal: async () => undefined,
  upgrade: async (stripe, { params: { subscription = '', price = '' } }) => {
    const { id, items, pending_update } = await stripe.subscriptions.retrieve(subscription)
    const asked = [...items.data, ...(pending_update?.subscription_items ?? [])]
    return asked.some((item) => item.price.id === price) ? id : undefined
  },
  cancel_at_end: (stripe, intent) => subscriptionNamed(stripe, intent),
  keep: (stripe, intent) => subscriptionNamed(stripe, intent),
  create_schedule: async (stripe, { params: { subscription = '' } }) => {
    const { schedule } = await stripe.subscriptions.retrieve(subscription)
    return typeof schedule === 'string' ? schedule : schedule?.id
  },
  write_schedule: async (stripe, intent) => {
    const found = await stripe.subscriptionSchedules.retrieve(intent.params.schedule ?? '')
    return named(intent)(found) ? found.id : undefined
  },
  release_schedule: async (stripe, { params: { schedule = '' } }) => {
    const { id, status } = await stripe.subscriptionSchedules.retrieve(schedule)
    return status === 'released' ? id : undefined
  },
}

/** The id of what a call made or changed, when its answer never came; undefined when it did nothing. */
export async function findMade(stripe: Stripe, intent: Intent): Promise<string | undefined> {
  try {
    return await makers[intent.kind](stripe, intent)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function subscriptionNamed(stripe: Stripe, intent: Intent): Promise<string | undefined> {
  const found = await stripe.subscriptions.retrieve(intent.params.subscription ?? '')
  return named(intent)(found) ? found.id : undefined
}

async function firstOf<T extends { readonly id: string }>(
  list: AsyncIterable<T>,
  isIt: (each: T) => boolean,
): Promise<string | undefined> {
  for await (const each of list) if (isIt(each)) return each.id
  return undefined
}

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000)
