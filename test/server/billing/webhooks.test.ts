import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { beginLook } from '../../../server/billing/stripe/customers.ts'
import { createEventWorker } from '../../../server/billing/stripe/event-worker.ts'
import { claimEvents } from '../../../server/billing/stripe/events.ts'
import { takeEvent } from '../../../server/billing/stripe/receive-event.ts'
import { reconcile } from '../../../server/billing/stripe/reconcile.ts'
import { sweepEvents } from '../../../server/billing/stripe/sweep-events.ts'
import { syncCustomer, syncFresh } from '../../../server/billing/stripe/sync-customer.ts'
import { sql } from '../../../server/stores/sql.ts'
import type { SqlStore } from '../../../server/stores/sql-store.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { logTo } from '../../helpers/server/silent-log.ts'
import { cancelNow, payLatest, subscribe } from '../../helpers/server/stripe/lifecycle.ts'
import { openPayments } from '../../helpers/server/stripe/open-payments.ts'
import { webhookSecret } from '../../helpers/server/stripe/start-stripe.ts'
import { stripeDeps } from '../../helpers/server/stripe/stripe-deps.ts'

const payments = await openPayments({ environment: { STRIPE_WEBHOOK_SECRET: `${webhookSecret}, whsec_of_before` } })
afterAll(() => payments[Symbol.asyncDispose]())
const { server, stripe, deliver } = payments
const { world } = stripe

const day = 24 * 3_600_000
const lines: string[] = []
const log = logTo((line) => void lines.push(line), 'info')
/** Another process on the same database. */
const deps = stripeDeps({ store: server.store, stripe, now: () => server.clock.at, log })

const post = (body: string, signature: string) =>
  server.call('POST /billing/webhook', { body, headers: { 'stripe-signature': signature, 'content-type': 'application/json' } })
const planRow = z.object({ plan_type: z.string() })
/** As the tables say: what another process writes is not in this one's memory. */
const planOf = async ({ userId }: { readonly userId: string }) => {
  const active = sql`SELECT plan_type FROM subscriptions WHERE user_id = ${userId} AND status = 'active'`
  return (await server.store.query(active, planRow)).map(({ plan_type }) => plan_type).join()
}
const stateOf = (id: string) =>
  server.store.query(sql`SELECT state FROM stripe_events WHERE id = ${id}`, z.object({ state: z.string() }))
const metric = async (text: string) => (await server.call('GET /metrics')).text.includes(text)

describe('what is not signed as it should be is refused, and nothing is kept of it:', () => {
  const about = { id: 'in_1', object: 'invoice', customer: 'cus_of_nobody' }
  const event = { id: 'evt_forged', object: 'event' as const, type: 'invoice.paid', created: 0, data: { object: about } }
  const { body, signature } = stripe.signed(event)
  const [t, v1] = signature.split(',')

  test.each([
    ['another secret', () => stripe.signed(event, { secret: 'whsec_other' }).signature],
    ['older than five minutes', () => stripe.signed(event, { at: server.clock.at - 301_000 }).signature],
    ['no time', () => v1],
    ['no signature', () => t],
    ['another time', () => `t=${Math.floor(server.clock.at / 1000) - 1},${v1}`],
    ['another scheme', () => signature.replace('v1=', 'v0=')],
    ['a bit less', () => signature.slice(0, -1)],
    ['nothing', () => ''],
    ['text', () => 'not a signature'],
  ])('%s', async (_, signed) => {
    expect((await post(body, signed() ?? '')).error?.code).toBe('INVALID_SIGNATURE')
    expect(await stateOf(event.id)).toEqual([])
  })

  test('the same words, written otherwise', async () => {
    expect((await post(JSON.stringify(JSON.parse(body), null, 1), signature)).error?.code).toBe('INVALID_SIGNATURE')
    expect((await server.call('POST /billing/webhook', { body: JSON.parse(body) })).error?.code).toBe('INVALID_SIGNATURE')
  })
})

test('Stripe, which sends often and from few addresses, is not slowed down', async () => {
  const environment = { ENABLE_RATE_LIMITING: 'true', STRIPE_API_KEY: 'sk_test_fake', STRIPE_WEBHOOK_SECRET: webhookSecret }
  await using limited = await openTestServer({
    store: server.store,
    environment: { ...environment, HEARTH_STRIPE_URL: stripe.url },
  })
  const { body, signature } = stripe.signed(world.tell('price.updated', { id: 'price_1', object: 'price' }))
  const headers = { 'stripe-signature': signature, 'content-type': 'application/json' }

  const all = await Promise.all(
    Array.from({ length: 100 }, () => limited.call('POST /billing/webhook', { body, headers, address: '203.0.113.7' })),
  )

  expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]))
})

test('while the secret is replaced either of the two signs', async () => {
  for (const secret of [webhookSecret, 'whsec_of_before']) {
    const { body, signature } = stripe.signed(world.tell('price.created', { id: 'price_1', object: 'price' }), { secret })
    expect((await post(body, signature)).status).toBe(200)
  }
})

test('what nobody here knows or needs is kept, counted and left alone', async () => {
  const strange = world.tell('radar.early_fraud_warning.created', { id: 'issfr_1', object: 'radar.early_fraud_warning' })
  const foreign = world.tell('customer.subscription.updated', { id: 'sub_1', object: 'subscription', customer: 'cus_of_others' })
  world.customers.set('cus_of_others', { id: 'cus_of_others', object: 'customer', created: 0, email: null, metadata: {} })

  expect([await deliver(strange), await deliver(foreign)]).toEqual([200, 200])
  await payments.settled()

  expect([await stateOf(strange.id), await stateOf(foreign.id)]).toEqual([[{ state: 'ignored' }], [{ state: 'ignored' }]])
  expect(await metric('stripe_events_total{outcome="ignored"}')).toBe(true)
})

test('a refund and a dispute are told to a person, once each, without a name or an address', async () => {
  const about = { payment_intent: 'pi_1', billing_details: { email: 'somebody@example.org', name: 'Somebody' } }
  const refund = world.tell('charge.refunded', { id: 'ch_1', object: 'charge', customer: 'cus_1', ...about })
  const dispute = world.tell('charge.dispute.created', { id: 'dp_1', object: 'dispute', charge: 'ch_1', ...about })
  lines.length = 0

  for (const event of [refund, dispute, refund]) await takeEvent(deps, event)

  const told = lines.map((line) => z.looseObject({ level: z.int() }).parse(JSON.parse(line)))
  expect(told.map(({ level, type, object }) => [level, type, object])).toEqual([
    [50, 'charge.refunded', 'ch_1'],
    [50, 'charge.dispute.created', 'dp_1'],
  ])
  expect(lines.join('')).not.toMatch(/example\.org|Somebody/)
  const counted = (await deps.metrics.takenBack.get()).values.map(({ labels, value }) => [labels.type, value])
  expect(counted).toEqual([
    ['charge.refunded', 1],
    ['charge.dispute.created', 1],
  ])
})

test('ten deliveries of one event at once have one effect', async () => {
  const user = await payments.subscribed('pro')
  await server.store.run(sql`DELETE FROM stripe_events`)
  world.clock.at += day
  server.clock.at += day
  const deleted = cancelNow(world, user.paid)

  const all = await Promise.all(Array.from({ length: 10 }, () => deliver(deleted)))
  await payments.settled()

  expect(all).toEqual(Array.from({ length: 10 }, () => 200))
  expect(await planOf(user)).toBe('free')
  const rows = sql`SELECT plan_type FROM subscriptions WHERE user_id = ${user.userId} ORDER BY plan_type`
  expect(await server.store.query(rows, planRow)).toEqual(['free', 'free', 'pro'].map((plan_type) => ({ plan_type })))
})

test('an update that arrives after the end revives nothing, whatever it says', async () => {
  const user = await payments.subscribed('pro')
  const late = world.tell('customer.subscription.updated', user.paid)
  cancelNow(world, user.paid)
  await payments.deliverNew()

  await server.store.run(sql`DELETE FROM stripe_events WHERE id = ${late.id}`)
  await deliver(late)
  await payments.settled()

  expect(z.object({ status: z.string() }).parse(late.data.object).status).toBe('active')
  expect(await planOf(user)).toBe('free')
})

test('a look that took long is not written over a later one', async () => {
  const user = await payments.subscribed('pro')
  const customer = { customerId: user.paid.customer, userId: user.userId }
  const meanwhile = [
    async () => {
      cancelNow(world, user.paid)
      await syncCustomer(deps, customer)
    },
  ]
  const store: SqlStore = {
    ...server.store,
    // Between what was fetched and its writing.
    transact: async (work) => {
      await meanwhile.pop()?.()
      return server.store.transact(work)
    },
  }

  expect(await syncCustomer({ ...deps, store }, customer)).toBeUndefined()

  expect(await planOf(user)).toBe('free')
})

test('whoever needs to know what is paid now hears that it is not known when others are always later', async () => {
  const user = await payments.subscribed('pro')
  const customer = { customerId: user.paid.customer, userId: user.userId }
  const store: SqlStore = {
    ...server.store,
    transact: async (work) => {
      await beginLook(server.store, customer.customerId)
      return server.store.transact(work)
    },
  }

  await expect(syncFresh({ ...deps, store }, customer)).rejects.toMatchObject({ code: 'PAYMENT_UNAVAILABLE' })
})

test('of an account that is deleted while Stripe is asked nothing is written, and nothing fails', async () => {
  const user = await payments.subscribed('pro')
  const customer = { customerId: user.paid.customer, userId: user.userId }
  await server.store.run(sql`DELETE FROM users WHERE id = ${user.userId}`)

  expect(await syncCustomer(deps, customer)).toEqual([])

  expect(await planOf(user)).toBe('')
})

test('whoever Stripe does not know, as with the key of another account, keeps what he paid', async () => {
  const user = await payments.subscribed('pro')
  const kept = world.customers.get(user.paid.customer)
  world.customers.delete(user.paid.customer)

  await expect(syncCustomer(deps, { customerId: user.paid.customer, userId: user.userId })).rejects.toThrow()

  expect(await planOf(user)).toBe('pro')
  if (kept !== undefined) world.customers.set(user.paid.customer, kept)
})

test('of two subscriptions that are paid at once the better one counts, and a person is told', async () => {
  const user = await payments.subscribed('pro')
  const price = world.prices.get('price_enterprise_month')
  if (price === undefined) throw new Error('no price')
  lines.length = 0
  payLatest(world, subscribe(world, { customer: user.paid.customer, price }))

  await syncCustomer(deps, { customerId: user.paid.customer, userId: user.userId })

  expect(await planOf(user)).toBe('enterprise')
  expect(lines.join('')).toContain('more than one subscription is paid at Stripe')
  cancelNow(world, user.paid)
  await syncCustomer(deps, { customerId: user.paid.customer, userId: user.userId })
  expect(await planOf(user)).toBe('enterprise')
})

describe('what was written down is done,', () => {
  test('also when the process ended between writing and answering, and once when Stripe sends it again', async () => {
    const user = await payments.subscribed('pro')
    const deleted = cancelNow(world, user.paid)
    // All that the first process got to.
    await takeEvent(deps, deleted)
    expect(await planOf(user)).toBe('pro')

    await createEventWorker(deps).drain()
    await deliver(deleted)
    await payments.settled()

    expect(await planOf(user)).toBe('free')
    expect(await stateOf(deleted.id)).toEqual([{ state: 'done' }])
  })

  test('also when the process ended while it worked: after a minute another one takes it', async () => {
    const user = await payments.subscribed('pro')
    await takeEvent(deps, cancelNow(world, user.paid))
    await claimEvents(server.store, new Date(server.clock.at))

    await createEventWorker(deps).drain()
    expect(await planOf(user)).toBe('pro')
    server.clock.at += 60_000
    await createEventWorker(deps).drain()

    expect(await planOf(user)).toBe('free')
  })

  test('when Stripe could not be asked it is tried again, ever later', async () => {
    const user = await payments.subscribed('pro')
    const deleted = cancelNow(world, user.paid)
    stripe.faults.push({ on: /^GET \/v1\/subscriptions/, how: 'break before', times: 2 })
    await takeEvent(deps, deleted)
    const worker = createEventWorker(deps)

    await worker.drain()
    expect([await planOf(user), await stateOf(deleted.id)]).toEqual(['pro', [{ state: 'waiting' }]])
    server.clock.at += 5000
    await worker.drain()

    expect(await planOf(user)).toBe('free')
  })
})

test('events that Stripe could not deliver are fetched', async () => {
  const user = await payments.subscribed('pro')
  await sweepEvents(deps)
  cancelNow(world, user.paid)

  expect(await sweepEvents(deps)).toBe(1)
  await createEventWorker(deps).drain()

  expect(await planOf(user)).toBe('free')
  expect(await sweepEvents(deps)).toBe(0)
})

describe('reconciliation', () => {
  test('mends what no event told of, from Stripe, and says so', async () => {
    const [lost, changed, kept] = [
      await payments.subscribed('pro'),
      await payments.subscribed('pro'),
      await payments.subscribed('pro'),
    ]
    await server.call('GET /billing/quota/messages', { token: await server.tokenFor(lost.userId) })
    await reconcile(deps)
    lines.length = 0
    cancelNow(world, lost.paid)
    await server.store.run(sql`UPDATE users SET subscription_plan = 'enterprise' WHERE id = ${changed.userId}`)
    await server.store.run(sql`UPDATE stripe_invoices SET amount_paid_cents = 1 WHERE user_id = ${changed.userId}`)

    expect(await reconcile(deps)).toBe(2)

    const told = lines.map((line) => z.object({ user_id: z.string(), kinds: z.array(z.string()) }).parse(JSON.parse(line)))
    expect(new Map(told.map(({ user_id, kinds }) => [user_id, kinds]))).toEqual(
      new Map([
        [lost.userId, ['subscription', 'entitlement']],
        [changed.userId, ['invoice', 'entitlement']],
      ]),
    )
    expect((await deps.metrics.differences.get()).values.length).toBeGreaterThan(2)
    expect([await planOf(lost), await planOf(kept)]).toEqual(['free', 'pro'])
    expect(await reconcile(deps)).toBe(0)
  })

  test('finds a customer that was made and never written down', async () => {
    const user = await server.signUp()
    const id = world.id('cus')
    world.customers.set(id, { id, object: 'customer', created: 0, email: null, metadata: { user_id: user.userId } })
    const price = world.prices.get('price_pro_month')
    if (price === undefined) throw new Error('no price')
    payLatest(world, subscribe(world, { customer: id, price }))

    await reconcile(deps)

    expect(await planOf(user)).toBe('pro')
  })

  const priceOf = (id: string) => {
    const price = world.prices.get(id)
    if (price === undefined) throw new Error('no price')
    return price
  }
  /** Whoever was made first is looked at first. */
  const threeOfWhomTheFirstIsStrange = async () => {
    const [strange, lost, after] = [
      await payments.subscribed('pro'),
      await payments.subscribed('pro'),
      await payments.subscribed('pro'),
    ]
    strange.paid.items.data[0].price = { ...priceOf('price_pro_month'), lookup_key: 'gold_monthly', metadata: {} }
    for (const { paid } of [lost, after]) cancelNow(world, paid)
    lines.length = 0
    return { strange, lost, after }
  }
  const mend = ({ paid }: { readonly paid: { readonly items: { readonly data: [{ price: object }] } } }) => {
    paid.items.data[0].price = priceOf('price_pro_month')
  }

  test('one that cannot be understood is told by a code, and keeps nobody after it from being mended', async () => {
    const { strange, lost, after } = await threeOfWhomTheFirstIsStrange()

    expect(await reconcile(deps)).toBe(2)

    expect([await planOf(strange), await planOf(lost), await planOf(after)]).toEqual(['pro', 'free', 'free'])
    const told = lines.map((line) => z.looseObject({ event: z.string() }).parse(JSON.parse(line)))
    expect(told).toContainEqual(expect.objectContaining({ what: 'reconcile', id: strange.paid.customer, reason: 'INTERNAL' }))
    expect(lines.join('')).not.toContain('@')
    mend(strange)
  })

  test('is done again soon when Stripe is away, instead of asking for everybody in vain', async () => {
    const { strange, lost } = await threeOfWhomTheFirstIsStrange()
    stripe.asked.length = 0
    stripe.faults.push({ on: /^GET \/v1\/invoices/, how: 'break before', times: 1000 })

    await expect(reconcile(deps)).rejects.toThrow()
    stripe.faults.length = 0

    const customers = new Set(stripe.asked.flatMap(({ route, form }) => (route === 'GET /v1/invoices' ? [form.customer] : [])))
    expect([customers.size, await planOf(lost)]).toEqual([3, 'pro'])
    mend(strange)
  })

  test('ends when the server stops', async () => {
    const { strange, lost } = await threeOfWhomTheFirstIsStrange()
    const stopping = new AbortController()
    stopping.abort()

    expect(await reconcile(deps, stopping.signal)).toBe(0)

    expect(await planOf(lost)).toBe('pro')
    mend(strange)
  })
})
