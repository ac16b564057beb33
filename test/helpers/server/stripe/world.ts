import type { Customer, Event, Invoice, Price, Session, Subscription, SubscriptionSchedule } from './objects.ts'

export interface World {
  /** Milliseconds; Stripe counts in seconds. */
  readonly clock: { at: number }
  readonly prices: ReadonlyMap<string, Price>
  readonly customers: Map<string, Customer>
  readonly sessions: Map<string, Session>
  readonly subscriptions: Map<string, Subscription>
  readonly invoices: Map<string, Invoice>
  readonly schedules: Map<string, SubscriptionSchedule>
  /** Everything that happened, oldest first. */
  readonly events: Event[]
  /** Of these customers no payment goes through. */
  readonly declined: Set<string>
  /** Ids as Stripe's: what it is, and which. */
  id(prefix: string): string
  tell(type: string, object: object): Event
}

const price = (plan: string, interval: 'month' | 'year', unit_amount: number): Price => ({
  ...{ id: `price_${plan}_${interval}`, object: 'price', active: true, currency: 'usd', unit_amount },
  ...{ lookup_key: `${plan}_${interval === 'month' ? 'monthly' : 'yearly'}`, metadata: { plan_type: plan } },
  recurring: { interval, interval_count: 1 },
})

export const standardPrices: readonly Price[] = [
  ...[price('pro', 'month', 2900), price('pro', 'year', 29_000)],
  ...[price('enterprise', 'month', 9900), price('enterprise', 'year', 99_000)],
]

export function createWorld(at: number, prices = standardPrices): World {
  const clock = { at }
  const counter = { last: 0 }
  const id = (prefix: string) => `${prefix}_${String(++counter.last).padStart(8, '0')}`
  const events: Event[] = []
  return {
    ...{ clock, events, id, declined: new Set() },
    prices: new Map(prices.map((each) => [each.id, each])),
    ...{ customers: new Map(), sessions: new Map(), subscriptions: new Map(), invoices: new Map(), schedules: new Map() },
    tell(type, object) {
      const event: Event = {
        ...{ id: id('evt'), object: 'event', type, created: seconds(clock.at) },
        // As it was then: what it is by the time it arrives is another question.
        data: { object: structuredClone(object) },
      }
      events.push(event)
      return event
    },
  }
}

const seconds = (ms: number): number => Math.floor(ms / 1000)
