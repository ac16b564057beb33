import { FakeFault } from './fake-fault.ts'
import type { Event, Invoice, Item, Price, Subscription } from './objects.ts'
import type { World } from './world.ts'

export const secondsNow = ({ clock }: World): number => Math.floor(clock.at / 1000)

/** The same day of the month, or the last of a shorter one; `anchor` says which day that is. */
export function afterInterval({ recurring }: Price, start: number, anchor: number): number {
  const day = new Date(anchor * 1000).getUTCDate()
  const end = new Date(start * 1000)
  end.setUTCDate(1)
  end.setUTCMonth(end.getUTCMonth() + (recurring.interval === 'year' ? 12 : 1))
  const last = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate()
  end.setUTCDate(Math.min(day, last))
  return end.getTime() / 1000
}

/** Begun and not paid: it gives nothing yet. */
export function subscribe(world: World, { customer, price, metadata = {} }: Subscribing): Subscription {
  const now = secondsNow(world)
  const item: Item = {
    ...{ id: world.id('si'), object: 'subscription_item', price, current_period_start: now },
    current_period_end: afterInterval(price, now, now),
  }
  const subscription: Subscription = {
    ...{ id: world.id('sub'), object: 'subscription', customer, created: now, start_date: now, status: 'incomplete' },
    ...{ items: { object: 'list', data: [item], has_more: false }, metadata: { ...metadata }, billing_cycle_anchor: now },
    ...{
      cancel_at_period_end: false,
      cancel_at: null,
      ended_at: null,
      schedule: null,
      latest_invoice: null,
      pending_update: null,
    },
  }
  world.subscriptions.set(subscription.id, subscription)
  const invoice = addInvoice(world, subscription, { reason: 'subscription_create', amount: price.unit_amount })
  world.tell('customer.subscription.created', subscription)
  world.tell('invoice.finalized', invoice)
  return subscription
}

interface Subscribing {
  readonly customer: string
  readonly price: Price
  readonly metadata?: Readonly<Record<string, string>>
}

/** The latest invoice, and what waited for it. Returns the two events: of the invoice and of the subscription. */
export function payLatest(world: World, subscription: Subscription): readonly [Event, Event] {
  const invoice = world.invoices.get(subscription.latest_invoice ?? '')
  if (invoice?.status !== 'open') throw new Error('there is nothing to pay')
  const now = secondsNow(world)
  Object.assign(invoice, { status: 'paid', amount_paid: invoice.amount_due, status_transitions: { paid_at: now } })
  const [waiting] = subscription.pending_update?.subscription_items ?? []
  if (waiting) changePrice(subscription, waiting.price, now)
  subscription.pending_update = null
  subscription.status = 'active'
  return [world.tell('invoice.paid', invoice), world.tell('customer.subscription.updated', subscription)]
}

export function cancelNow(world: World, subscription: Subscription, at = secondsNow(world)): Event {
  Object.assign(subscription, { status: 'canceled', ended_at: at, cancel_at_period_end: false })
  return world.tell('customer.subscription.deleted', subscription)
}

/** What changing the price at `date` costs: the new one less what is left of the old one, to the second. */
export function prorated({ items }: Subscription, price: Price, date: number): number {
  const [{ price: old, current_period_start: start, current_period_end: end }] = items.data
  const left = (end - date) / (end - start)
  const unused = Math.round(old.unit_amount * left)
  const isOtherInterval = price.recurring.interval !== old.recurring.interval
  return (isOtherInterval ? price.unit_amount : Math.round(price.unit_amount * left)) - unused
}

/** `always_invoice` with `pending_if_incomplete`: at once when it is paid at once, else when it will be. */
export function upgradeTo(world: World, subscription: Subscription, { price, date }: { price: Price; date: number }): void {
  const [item] = subscription.items.data
  if (item.price.id === price.id) return
  if (date < item.current_period_start || date > item.current_period_end)
    throw new FakeFault(400, { type: 'invalid_request_error', param: 'proration_date' })
  const invoice = addInvoice(world, subscription, { reason: 'subscription_update', amount: prorated(subscription, price, date) })
  subscription.pending_update = { expires_at: secondsNow(world) + 82_800, subscription_items: [{ price }] }
  world.tell('invoice.finalized', invoice)
  if (world.declined.has(subscription.customer)) world.tell('invoice.payment_failed', invoice)
  else payLatest(world, subscription)
}

function changePrice(subscription: Subscription, price: Price, now: number): void {
  const [item] = subscription.items.data
  const isOtherInterval = price.recurring.interval !== item.price.recurring.interval
  item.price = price
  if (!isOtherInterval) return
  subscription.billing_cycle_anchor = now
  Object.assign(item, { current_period_start: now, current_period_end: afterInterval(price, now, now) })
}

function addInvoice(world: World, subscription: Subscription, { reason, amount }: Invoiced): Invoice {
  const id = world.id('in')
  const invoice: Invoice = {
    ...{ id, object: 'invoice', customer: subscription.customer, created: secondsNow(world), billing_reason: reason },
    parent: { type: 'subscription_details', subscription_details: { subscription: subscription.id } },
    ...{ amount_due: amount, currency: 'usd', hosted_invoice_url: `https://pay.example.org/${id}`, status: 'open' },
    ...{ amount_paid: 0, status_transitions: { paid_at: null } },
  }
  world.invoices.set(id, invoice)
  subscription.latest_invoice = id
  return invoice
}

interface Invoiced {
  readonly reason: Invoice['billing_reason']
  readonly amount: number
}

/** Renewals, cancellations and scheduled changes up to then, each at its own time. */
export function advanceTo(world: World, at: number): void {
  for (const subscription of world.subscriptions.values()) advanceSubscription(world, subscription, at)
  world.clock.at = at
}

function advanceSubscription(world: World, subscription: Subscription, at: number): void {
  const [item] = subscription.items.data
  while (isRunning(subscription) && item.current_period_end * 1000 <= at) {
    world.clock.at = Math.max(world.clock.at, item.current_period_end * 1000)
    if (subscription.cancel_at_period_end) cancelNow(world, subscription, item.current_period_end)
    else renew(world, subscription)
  }
}

const isRunning = ({ status }: Subscription): boolean => status === 'active' || status === 'past_due'

function renew(world: World, subscription: Subscription): void {
  const [item] = subscription.items.data
  const start = item.current_period_end
  const price = takeScheduled(world, subscription, start) ?? item.price
  if (price.recurring.interval !== item.price.recurring.interval) subscription.billing_cycle_anchor = start
  item.price = price
  const end = afterInterval(price, start, subscription.billing_cycle_anchor)
  Object.assign(item, { current_period_start: start, current_period_end: end })
  const invoice = addInvoice(world, subscription, { reason: 'subscription_cycle', amount: price.unit_amount })
  if (!world.declined.has(subscription.customer)) {
    payLatest(world, subscription)
    return
  }
  subscription.status = 'past_due'
  world.tell('invoice.payment_failed', invoice)
  world.tell('customer.subscription.updated', subscription)
}

/** The price of the phase that begins, after which the schedule lets go. */
function takeScheduled(world: World, subscription: Subscription, start: number): Price | undefined {
  const schedule = world.schedules.get(subscription.schedule ?? '')
  const phase = schedule?.phases.find(({ start_date }) => start_date >= start)
  if (schedule === undefined || phase === undefined) return undefined
  Object.assign(schedule, { status: 'released', current_phase: null })
  subscription.schedule = null
  return world.prices.get(phase.items[0]?.price ?? '')
}
