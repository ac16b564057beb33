import { FakeFault, missing } from './fake-fault.ts'
import { type Form, formOf, listOf, textOf, textsOf } from './form.ts'
import { afterInterval, cancelNow, prorated, secondsNow, upgradeTo } from './lifecycle.ts'
import type { Customer, Phase, Price, Session, Subscription, SubscriptionSchedule } from './objects.ts'
import type { World } from './world.ts'

export interface Asked {
  readonly world: World
  readonly form: Form
  /** Of the path. */
  readonly id: string
}

type Answer = (asked: Asked) => object

/** The parts of Stripe's API that the server uses, and no others. */
export const endpoints: readonly (readonly [method: string, path: RegExp, answer: Answer])[] = [
  ['GET', /^\/v1\/prices$/, ({ world, form }) => list(form, [...world.prices.values()].filter(isLookedUp(form)))],
  ['GET', /^\/v1\/prices\/(\w+)$/, ({ world, id }) => found(world.prices, id)],
  ['POST', /^\/v1\/customers$/, createCustomer],
  [
    'GET',
    /^\/v1\/customers$/,
    ({ world, form }) =>
      list(
        form,
        [...world.customers.values()].filter((each) => !each.deleted),
      ),
  ],
  ['GET', /^\/v1\/customers\/(\w+)$/, readCustomer],
  ['POST', /^\/v1\/customers\/(\w+)$/, updateCustomer],
  ['DELETE', /^\/v1\/customers\/(\w+)$/, deleteCustomer],
  ['POST', /^\/v1\/checkout\/sessions$/, createSession],
  ['GET', /^\/v1\/checkout\/sessions$/, (asked) => list(asked.form, ofCustomer(asked, [...asked.world.sessions.values()]))],
  ['GET', /^\/v1\/checkout\/sessions\/(\w+)$/, readSession],
  ['POST', /^\/v1\/checkout\/sessions\/(\w+)\/expire$/, expireSession],
  ['POST', /^\/v1\/billing_portal\/sessions$/, createPortal],
  ['GET', /^\/v1\/subscriptions$/, listSubscriptions],
  ['GET', /^\/v1\/subscriptions\/(\w+)$/, ({ world, form, id }) => expanded(world, form, found(world.subscriptions, id))],
  ['POST', /^\/v1\/subscriptions\/(\w+)$/, updateSubscription],
  ['GET', /^\/v1\/invoices$/, (asked) => list(asked.form, ofCustomer(asked, [...asked.world.invoices.values()]))],
  ['POST', /^\/v1\/invoices\/create_preview$/, preview],
  ['POST', /^\/v1\/subscription_schedules$/, createSchedule],
  ['GET', /^\/v1\/subscription_schedules$/, (asked) => list(asked.form, ofCustomer(asked, [...asked.world.schedules.values()]))],
  ['GET', /^\/v1\/subscription_schedules\/(\w+)$/, ({ world, id }) => found(world.schedules, id)],
  ['POST', /^\/v1\/subscription_schedules\/(\w+)$/, updateSchedule],
  ['POST', /^\/v1\/subscription_schedules\/(\w+)\/release$/, releaseSchedule],
  ['GET', /^\/v1\/events$/, ({ world, form }) => list(form, world.events)],
]

function found<T>(all: ReadonlyMap<string, T>, id: string | undefined): T {
  const one = all.get(id ?? '')
  if (one === undefined) throw missing('id')
  return one
}

/** Newest first, in pages. */
function list(form: Form, all: readonly { readonly id: string }[]): object {
  const newest = all.toReversed()
  const after = textOf(form, 'starting_after')
  const rest = after === undefined ? newest : newest.slice(newest.findIndex(({ id }) => id === after) + 1)
  const limit = Number(textOf(form, 'limit') ?? 10)
  return { object: 'list', data: rest.slice(0, limit), has_more: rest.length > limit, url: '/v1' }
}

/** A customer that was never here has no lists either. */
function ofCustomer<T extends { readonly customer: string }>({ world, form }: Asked, all: readonly T[]): T[] {
  const wanted = textOf(form, 'customer')
  if (wanted !== undefined) found(world.customers, wanted)
  return all.filter(({ customer }) => customer === (wanted ?? customer))
}

const isLookedUp = (form: Form) => (price: Price) => {
  const keys = listOf(form, 'lookup_keys')
  return keys.length === 0 || keys.includes(price.lookup_key ?? '')
}

function createCustomer({ world, form }: Asked): object {
  const metadata = textsOf(formOf(form, 'metadata'))
  const customer = {
    ...{ id: world.id('cus'), object: 'customer' as const, created: secondsNow(world) },
    ...{ email: textOf(form, 'email') ?? null, metadata },
  }
  world.customers.set(customer.id, customer)
  return customer
}

/** Of one that was deleted only that is known. */
function readCustomer({ world, id }: Asked): object {
  const customer = found(world.customers, id)
  return customer.deleted ? { id, object: 'customer', deleted: true } : customer
}

/** Whom something can still be done with: one that was deleted is missing then. */
function existing({ customers }: World, id: string | undefined): Customer {
  const customer = found(customers, id)
  if (customer.deleted) throw missing('customer')
  return customer
}

function updateCustomer({ world, form, id }: Asked): object {
  const customer = existing(world, id)
  const metadata = { ...customer.metadata, ...textsOf(formOf(form, 'metadata')) }
  return Object.assign(customer, { email: textOf(form, 'email') ?? customer.email, metadata })
}

function deleteCustomer({ world, id }: Asked): object {
  const customer = existing(world, id)
  customer.deleted = true
  for (const each of world.subscriptions.values()) if (each.customer === id && each.status !== 'canceled') cancelNow(world, each)
  world.tell('customer.deleted', customer)
  return { id, object: 'customer', deleted: true }
}

function createSession({ world, form }: Asked): object {
  const customer = existing(world, textOf(form, 'customer'))
  const [line = {}] = listOf(form, 'line_items')
  const price = found(world.prices, typeof line === 'string' ? undefined : textOf(line, 'price'))
  const id = world.id('cs')
  const session: Session = {
    ...{ id, object: 'checkout.session', created: secondsNow(world), customer: customer.id, price: price.id },
    metadata: textsOf(formOf(form, 'metadata')),
    subscriptionMetadata: textsOf(formOf(formOf(form, 'subscription_data'), 'metadata')),
    ...{ url: `https://pay.example.org/${id}`, subscription: null, status: 'open' },
  }
  world.sessions.set(id, session)
  return session
}

/** With what was bought on it, if that was asked for. */
function readSession({ world, form, id }: Asked): object {
  const session = found(world.sessions, id)
  const isExpanded = listOf(form, 'expand').includes('subscription') && session.subscription !== null
  return isExpanded ? { ...session, subscription: found(world.subscriptions, session.subscription ?? '') } : session
}

function expireSession({ world, id }: Asked): object {
  const session = found(world.sessions, id)
  if (session.status !== 'open') throw new FakeFault(400, { type: 'invalid_request_error' })
  session.status = 'expired'
  return session
}

function createPortal({ world, form }: Asked): object {
  const { id: customer } = existing(world, textOf(form, 'customer'))
  const id = world.id('bps')
  return { id, object: 'billing_portal.session', customer, url: `https://pay.example.org/${id}` }
}

function listSubscriptions(asked: Asked): object {
  const { world, form } = asked
  const isAll = textOf(form, 'status') === 'all'
  const all = [...world.subscriptions.values()].filter(({ status }) => isAll || status !== 'canceled')
  return list(
    form,
    ofCustomer(asked, all).map((each) => expanded(world, form, each)),
  )
}

function expanded({ schedules, invoices }: World, form: Form, subscription: Subscription): Subscription & { id: string } {
  const names = listOf(form, 'expand').map((name) => String(name).replace(/^data\./, ''))
  const { schedule, latest_invoice } = subscription
  return Object.assign(structuredClone(subscription), {
    ...(names.includes('schedule') && schedule !== null ? { schedule: found(schedules, schedule) } : {}),
    ...(names.includes('latest_invoice') && latest_invoice !== null ? { latest_invoice: found(invoices, latest_invoice) } : {}),
  })
}

function updateSubscription({ world, form, id }: Asked): object {
  const subscription = found(world.subscriptions, id)
  const cancel = textOf(form, 'cancel_at_period_end')
  const [item = {}] = listOf(form, 'items')
  const price = typeof item === 'string' ? undefined : textOf(item, 'price')
  if (price !== undefined) refuseUpgrade(world, form, subscription)
  // What a schedule manages is cancelled by the schedule only.
  if (cancel !== undefined && subscription.schedule !== null) throw new FakeFault(400, { type: 'invalid_request_error' })
  Object.assign(subscription.metadata, textsOf(formOf(form, 'metadata')))
  if (cancel !== undefined) {
    subscription.cancel_at_period_end = cancel === 'true'
    world.tell('customer.subscription.updated', subscription)
  }
  const date = Number(textOf(form, 'proration_date') ?? secondsNow(world))
  if (price !== undefined) upgradeTo(world, subscription, { price: found(world.prices, price), date })
  return expanded(world, form, subscription)
}

/** A change that may have to wait for its payment takes nothing with it that could not wait; one that may not wait is declined. */
function refuseUpgrade({ declined }: World, form: Form, { customer }: Subscription): void {
  const behaviour = textOf(form, 'payment_behavior')
  if (behaviour === 'error_if_incomplete' && declined.has(customer))
    throw new FakeFault(402, { type: 'card_error', code: 'card_declined' })
  const isBeside = Object.hasOwn(form, 'metadata') || Object.hasOwn(form, 'cancel_at_period_end')
  const isTaken = behaviour === 'error_if_incomplete' || (behaviour === 'pending_if_incomplete' && !isBeside)
  if (!isTaken || textOf(form, 'proration_behavior') !== 'always_invoice')
    throw new FakeFault(400, { type: 'invalid_request_error', param: 'payment_behavior' })
}

function preview({ world, form }: Asked): object {
  const subscription = found(world.subscriptions, textOf(form, 'subscription'))
  const details = formOf(form, 'subscription_details')
  const [item = {}] = listOf(details, 'items')
  const price = found(world.prices, typeof item === 'string' ? undefined : textOf(item, 'price'))
  const amount_due = prorated(subscription, price, Number(textOf(details, 'proration_date')))
  return { id: 'upcoming', object: 'invoice', amount_due, currency: 'usd' }
}

function createSchedule({ world, form }: Asked): object {
  const subscription = found(world.subscriptions, textOf(form, 'from_subscription'))
  // With anything beside it Stripe refuses, as it does a second one.
  if (Object.keys(form).length > 1 || subscription.schedule !== null)
    throw new FakeFault(400, { type: 'invalid_request_error', param: 'from_subscription' })
  const [{ price, current_period_start: start_date, current_period_end: end_date }] = subscription.items.data
  const schedule: SubscriptionSchedule = {
    ...{ id: world.id('sub_sched'), object: 'subscription_schedule', customer: subscription.customer, status: 'active' },
    ...{ subscription: subscription.id, metadata: {}, current_phase: { start_date, end_date } },
    phases: [{ start_date, end_date, items: [{ price: price.id, quantity: 1 }] }],
  }
  world.schedules.set(schedule.id, schedule)
  subscription.schedule = schedule.id
  return schedule
}

function updateSchedule({ world, form, id }: Asked): object {
  const schedule = activeOne(world, id)
  const phases = listOf(form, 'phases').map((each) => (typeof each === 'string' ? {} : each))
  schedule.phases = []
  for (const phase of phases) schedule.phases.push(phaseOf(world, phase, schedule.phases.at(-1)))
  Object.assign(schedule.metadata, textsOf(formOf(form, 'metadata')))
  world.tell('subscription_schedule.updated', schedule)
  return schedule
}

function phaseOf(world: World, form: Form, before: Phase | undefined): Phase {
  const [item = {}] = listOf(form, 'items')
  const price = found(world.prices, typeof item === 'string' ? undefined : textOf(item, 'price'))
  const start_date = Number(textOf(form, 'start_date') ?? before?.end_date)
  const end_date = Number(textOf(form, 'end_date') ?? afterInterval(price, start_date, start_date))
  return { start_date, end_date, items: [{ price: price.id, quantity: 1 }] }
}

/** One that is over cannot be changed any more. */
function activeOne({ schedules }: World, id: string): SubscriptionSchedule {
  const schedule = found(schedules, id)
  if (schedule.status !== 'active') throw new FakeFault(400, { type: 'invalid_request_error' })
  return schedule
}

function releaseSchedule({ world, id }: Asked): object {
  const schedule = activeOne(world, id)
  Object.assign(schedule, { status: 'released', current_phase: null })
  const subscription = found(world.subscriptions, schedule.subscription)
  subscription.schedule = null
  world.tell('customer.subscription.updated', subscription)
  return schedule
}
