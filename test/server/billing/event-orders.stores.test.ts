import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { insertUser } from '../../../server/accounts/users.ts'
import { startFree } from '../../../server/billing/change-plan.ts'
import { createEventWorker } from '../../../server/billing/stripe/event-worker.ts'
import { takeEvent } from '../../../server/billing/stripe/receive-event.ts'
import { sql } from '../../../server/stores/sql.ts'
import type { SqlStore } from '../../../server/stores/sql-store.ts'
import { openQuota } from '../../../server/usage/quotas.ts'
import { newId } from '../../../src-shared/ids.ts'
import { cancelNow, payLatest, subscribe, upgradeTo } from '../../helpers/server/stripe/lifecycle.ts'
import type { Event, Price } from '../../helpers/server/stripe/objects.ts'
import { startStripe } from '../../helpers/server/stripe/start-stripe.ts'
import { stripeDeps } from '../../helpers/server/stripe/stripe-deps.ts'
import { openTestDatabase } from '../../helpers/server/test-database.ts'

const begun = Date.parse('2026-01-31T10:00:00.000Z')
const day = 24 * 3_600_000
const lanes = 4

const stripe = await startStripe(begun)
afterAll(() => stripe[Symbol.asyncDispose]())
const { world } = stripe

/** All orders of these numbers. */
const orders = (rest: readonly number[]): number[][] =>
  rest.length === 0
    ? [[]]
    : rest.flatMap((each) => orders(rest.filter((other) => other !== each)).map((order) => [each, ...order]))

const priceOf = (id: string): Price => {
  const price = world.prices.get(id)
  if (price === undefined) throw new Error('no such price')
  return price
}

/**
 * A subscription's life, up to the event that is asked for and no further: begun, paid, upgraded, cancelled for the end of the
 * period, ended. So what is seen at a delivery depends on the order of the deliveries.
 */
function liveWith(customer: string): (n: number) => Event {
  const told: Event[] = []
  const subscription = () => [...world.subscriptions.values()].find((each) => each.customer === customer)
  const existing = () => {
    const found = subscription()
    if (found === undefined) throw new Error('not begun')
    return found
  }
  const steps: readonly (() => void)[] = [
    () => void subscribe(world, { customer, price: priceOf('price_pro_month') }),
    () => void payLatest(world, existing()),
    () => upgradeTo(world, existing(), { price: priceOf('price_enterprise_month'), date: Math.floor(world.clock.at / 1000) }),
    () => {
      existing().cancel_at_period_end = true
      world.tell('customer.subscription.updated', existing())
    },
    () => void cancelNow(world, existing()),
  ]
  /** Of the six: the step that tells them, and their types. */
  const wanted = [
    [0, 'customer.subscription.created'],
    [1, 'invoice.paid'],
    [2, 'invoice.paid'],
    [2, 'customer.subscription.updated'],
    [3, 'customer.subscription.updated'],
    [4, 'customer.subscription.deleted'],
  ] as const
  const live = { step: 0 }
  return (n) => {
    for (; live.step <= (wanted[n]?.[0] ?? 0); live.step++) {
      world.clock.at = begun + live.step * 5 * day
      const before = world.events.length
      steps[live.step]?.()
      for (const [step, type] of wanted)
        if (step === live.step) told.push(...world.events.slice(before).filter((event) => event.type === type))
    }
    const event = told[n]
    if (event === undefined) throw new Error('not told')
    return event
  }
}

async function addCustomer(store: SqlStore): Promise<{ readonly userId: string; readonly customer: string }> {
  const [userId, customer] = [newId(), world.id('cus')]
  await store.transact(async (tx) => {
    await insertUser(tx, {
      id: userId,
      email: `${userId}@example.org`,
      language: 'en',
      hashedPassword: '-',
      at: new Date(begun - day),
    })
    await startFree(tx, userId, new Date(begun - day))
  })
  await openQuota(store, { userId, resource: 'messages', start: new Date(begun - day), end: new Date(begun + 60 * day) })
  world.customers.set(customer, { id: customer, object: 'customer', created: 0, email: null, metadata: { user_id: userId } })
  return { userId, customer }
}

const text = z.object({ state: z.string() })

async function stateOf(store: SqlStore, userId: string): Promise<string> {
  const rows = await store.query(
    sql`
      SELECT jsonb_build_array(
        (SELECT jsonb_agg(jsonb_build_array(plan_type, status, billing_cycle, started_at, ends_at, next_plan_type, amount_cents,
                                            auto_renew, payment_due) ORDER BY started_at)
         FROM subscriptions WHERE user_id = ${userId}),
        (SELECT jsonb_agg(jsonb_build_array(event_type, amount_cents, created_at, subscription_id IS NULL)
                          ORDER BY created_at, event_type) FROM billing_history WHERE user_id = ${userId}),
        (SELECT jsonb_agg(jsonb_build_array(status, amount_due_cents, amount_paid_cents) ORDER BY created_at)
         FROM stripe_invoices WHERE user_id = ${userId}),
        (SELECT max_allowed FROM quotas WHERE user_id = ${userId}),
        (SELECT subscription_plan FROM users WHERE id = ${userId}))::text AS state`,
    text,
  )
  return rows[0]?.state ?? ''
}

test('all 720 orders of six events, with duplicates, end in the same state', async () => {
  const all = orders([0, 1, 2, 3, 4, 5])
  const states = new Map<string, number>()

  async function runLane(lane: number): Promise<void> {
    await using store = await openTestDatabase()
    const deps = stripeDeps({ store, stripe, now: () => begun + 40 * day })
    const worker = createEventWorker(deps)
    for (const order of all.filter((_, index) => index % lanes === lane)) {
      const { userId, customer } = await addCustomer(store)
      const eventOf = liveWith(customer)
      for (const [place, n] of order.entries()) {
        await takeEvent(deps, eventOf(n))
        await worker.drain()
        // One of those that came before comes again.
        await takeEvent(deps, eventOf(order[Math.floor(place / 2)] ?? n))
      }
      await worker.drain()
      const state = await stateOf(store, userId)
      states.set(state, (states.get(state) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane)))

  expect([...states.values()]).toEqual([720])
  const [subscriptions, history, invoices, limit, plan] = z
    .tuple([z.unknown(), z.unknown(), z.unknown(), z.int(), z.string()])
    .parse(JSON.parse([...states.keys()][0] ?? ''))
  const [january30, january31, february20] = ['2026-01-30', '2026-01-31', '2026-02-20'].map((date) => `${date}T10:00:00+00:00`)
  expect(subscriptions).toEqual([
    ['free', 'cancelled', 'monthly', january30, january31, null, 0, true, false],
    ['enterprise', 'cancelled', 'monthly', january31, february20, null, 9900, false, false],
    ['free', 'active', 'monthly', february20, null, null, 0, true, false],
  ])
  expect(history).toEqual([
    ['subscription_created', 0, january30, false],
    ['subscription_created', 2900, '2026-02-05T10:00:00+00:00', false],
    // 18 of 28 days were left of both.
    ['subscription_upgraded', 4500, '2026-02-10T10:00:00+00:00', false],
  ])
  expect([invoices, limit, plan]).toEqual([
    [
      ['paid', 2900, 2900],
      ['paid', 4500, 4500],
    ],
    1000,
    'free',
  ])
}, 180_000)
