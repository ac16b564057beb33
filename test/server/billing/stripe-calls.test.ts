import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { resolveIntents } from '../../../server/billing/stripe/call-stripe.ts'
import { closeCustomers } from '../../../server/billing/stripe/close-customers.ts'
import { ensureCustomer } from '../../../server/billing/stripe/customers.ts'
import { reconcile } from '../../../server/billing/stripe/reconcile.ts'
import { sql } from '../../../server/stores/sql.ts'
import type { TestUser } from '../../helpers/server/open-test-server.ts'
import { openPayments } from '../../helpers/server/stripe/open-payments.ts'
import type { Fault } from '../../helpers/server/stripe/start-stripe.ts'
import { stripeDeps } from '../../helpers/server/stripe/stripe-deps.ts'

const payments = await openPayments()
afterAll(() => payments[Symbol.asyncDispose]())
const { server, stripe } = payments
const deps = stripeDeps({ store: server.store, stripe, now: () => server.clock.at })

const hour = 3_600_000
/** The library itself asks once more. */
const outage = 2

beforeEach(() => {
  stripe.asked.length = 0
  stripe.faults.length = 0
})

const failOn = (on: RegExp, how: Fault['how'], times = outage) => void stripe.faults.push({ on, how, times })
const body = { plan_type: 'pro', billing_cycle: 'monthly' }
const checkout = async ({ userId }: Pick<TestUser, 'userId'>) =>
  server.call('POST /billing/checkout', { token: await server.tokenFor(userId), body })
const intentRow = z.object({ kind: z.string(), state: z.string() })
const intentsOf = async ({ userId }: TestUser) => {
  const rows = await server.store.query(
    sql`SELECT kind, state FROM stripe_intents WHERE user_id = ${userId} ORDER BY created_at, id`,
    intentRow,
  )
  return rows.map(({ kind, state }) => `${kind} ${state}`)
}
const customersOf = ({ userId }: TestUser) =>
  [...stripe.world.customers.values()].filter(({ metadata }) => metadata.user_id === userId)
const keysOf = (route: string) => stripe.asked.filter((each) => each.route === route).map(({ key }) => key)

describe('a call whose answer is lost', () => {
  test('is made again with the same key, and done once', async () => {
    const user = await server.signUp()
    failOn(/^POST \/v1\/customers$/, 'hang up after')

    expect(await checkout(user)).toMatchObject({ status: 503, error: { code: 'PAYMENT_UNAVAILABLE' } })
    expect(await intentsOf(user)).toEqual(['create_customer open'])
    expect((await checkout(user)).status).toBe(201)

    expect(customersOf(user)).toHaveLength(1)
    expect(new Set(keysOf('POST /v1/customers')).size).toBe(1)
  })

  test('and that nobody repeats is looked up after twenty hours, and never sent again', async () => {
    const [made, never] = [await server.signUp(), await server.signUp()]
    failOn(/^POST \/v1\/customers$/, 'hang up after')
    await checkout(made)
    failOn(/^POST \/v1\/customers$/, 'hang up before')
    await checkout(never)
    stripe.asked.length = 0

    server.clock.at += 20 * hour
    await resolveIntents(deps)

    expect([await intentsOf(made), await intentsOf(never)]).toEqual([['create_customer done'], ['create_customer not_made']])
    expect(stripe.asked.filter(({ route }) => !route.startsWith('GET'))).toEqual([])
  })

  test('is not repeated after a day, when Stripe has forgotten the key: what it made is used', async () => {
    const user = await server.signUp()
    failOn(/^POST \/v1\/customers$/, 'hang up after')
    await checkout(user)

    server.clock.at += 25 * hour
    stripe.world.clock.at = server.clock.at
    expect((await checkout(user)).status).toBe(201)

    expect(customersOf(user)).toHaveLength(1)
  })
})

describe('a call that Stripe answers with a failure of its own, again and again,', () => {
  test.each([
    ['after it was done', 'break after' as const, ['create_customer done', 'open_checkout done']],
    ['before it was done', 'break before' as const, ['create_customer not_made', 'create_customer done', 'open_checkout done']],
  ])('%s, is decided by what there is', async (_, how, intents) => {
    const user = await server.signUp()
    failOn(/^POST \/v1\/customers$/, how)

    expect((await checkout(user)).status).toBe(503)
    expect((await checkout(user)).status).toBe(201)

    expect(customersOf(user)).toHaveLength(1)
    expect((await intentsOf(user)).toSorted()).toEqual(intents.toSorted())
  })

  test('an upgrade is not paid twice', async () => {
    const user = await payments.subscribed('pro')
    failOn(/^POST \/v1\/subscriptions/, 'break after')
    const upgrade = async () =>
      server.call('PUT /billing/subscription', {
        ...{ token: await server.tokenFor(user.userId), body: { plan_type: 'enterprise', billing_cycle: 'monthly' } },
      })

    expect((await upgrade()).status).toBe(503)
    expect((await upgrade()).status).toBe(200)
    await payments.deliverNew()

    const paid = [...stripe.world.invoices.values()].filter(({ customer }) => customer === user.paid.customer)
    expect(paid.map(({ billing_reason }) => billing_reason)).toEqual(['subscription_create', 'subscription_update'])
  })
})

test('ten checkouts at once are one customer, and one page that can be paid', async () => {
  const user = await server.signUp()

  const all = await Promise.all(Array.from({ length: 10 }, () => checkout(user)))

  const open = [...stripe.world.sessions.values()].filter(
    ({ status, metadata }) => status === 'open' && metadata.user_id === user.userId,
  )
  expect(all.some(({ status }) => status === 201)).toBe(true)
  expect(customersOf(user)).toHaveLength(1)
  expect(open).toHaveLength(1)
})

test('without Stripe everything goes on but paying, and nothing of it is in an answer', async () => {
  const user = await payments.subscribed('pro')
  failOn(/./, 'hang up before', 20)
  const token = await server.tokenFor(user.userId)

  expect((await server.call('GET /billing/subscription', { token })).data).toMatchObject({ plan_type: 'pro' })
  expect(
    (await server.call('POST /usage/reservations', { token, body: { resource_type: 'messages', quantity: 1 } })).status,
  ).toBe(201)
  expect(await server.call('PUT /billing/subscription', { token, body: { ...body, plan_type: 'free' } })).toMatchObject({
    ...{ status: 503, error: { code: 'PAYMENT_UNAVAILABLE', details: {} } },
  })
})

test('a price at Stripe that is not the one that is shown is sold to nobody', async () => {
  const price = stripe.world.prices.get('price_enterprise_month')
  if (price === undefined) throw new Error('no price')
  Object.assign(price, { unit_amount: 9901 })
  const fresh = stripeDeps({ store: server.store, stripe, now: () => server.clock.at })

  await expect(fresh.prices.idOf({ plan_type: 'enterprise', billing_cycle: 'monthly' })).rejects.toMatchObject({
    code: 'PAYMENT_UNAVAILABLE',
  })
  Object.assign(price, { unit_amount: 9900 })
})

test('who deletes his account is not charged again: his customer is closed at Stripe, by a call with a key', async () => {
  const user = await payments.subscribed('pro')
  const deleted = await server.call('DELETE /users/me', {
    ...{ token: await server.tokenFor(user.userId), body: { current_password: user.password } },
  })

  expect(deleted.text).toContain('success')
  expect(await closeCustomers(deps)).toBe(1)

  expect(user.paid.status).toBe('canceled')
  expect(keysOf(`DELETE /v1/customers/${user.paid.customer}`)).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)])
  expect(await closeCustomers(deps)).toBe(0)
})

describe('a customer that Stripe has deleted already', () => {
  const deletedAccount = async () => {
    const user = await payments.subscribed('pro')
    await server.store.run(sql`DELETE FROM users WHERE id = ${user.userId}`)
    return user.paid.customer
  }
  const left = async () => {
    const rows = await server.store.query(
      sql`SELECT customer_id FROM stripe_customers WHERE user_id IS NULL`,
      z.object({ customer_id: z.string() }),
    )
    return rows.map(({ customer_id }) => customer_id)
  }
  /** As in the dashboard. */
  const deleteAtStripe = (customer: string) => Object.assign(stripe.world.customers.get(customer) ?? {}, { deleted: true })

  test('is closed, whether the answer was lost or somebody did it by hand', async () => {
    const [lost, byHand] = [await deletedAccount(), await deletedAccount()]
    failOn(new RegExp(`^DELETE /v1/customers/${lost}`), 'hang up after')
    deleteAtStripe(byHand)

    await closeCustomers(deps)
    await closeCustomers(deps)

    expect(await left()).toEqual([])
  })

  test('and one that Stripe does not know, as with the key of another account, stays, and holds up nobody', async () => {
    const [unknown, after] = [await deletedAccount(), await deletedAccount()]
    const kept = stripe.world.customers.get(unknown)
    stripe.world.customers.delete(unknown)

    expect(await closeCustomers(deps)).toBe(1)

    expect(await left()).toEqual([unknown])
    expect(stripe.world.customers.get(after)?.deleted).toBe(true)
    if (kept !== undefined) stripe.world.customers.set(unknown, kept)
    await closeCustomers(deps)
    expect(await left()).toEqual([])
  })
})

describe('an account that is deleted while its customer is made leaves none at Stripe that is open,', () => {
  const deleteUser = (user: TestUser) => server.store.run(sql`DELETE FROM users WHERE id = ${user.userId}`)

  test('when it was made', async () => {
    const user = await server.signUp()
    const own = stripeDeps({ store: server.store, stripe, now: () => server.clock.at })
    const create = own.stripe.customers.create.bind(own.stripe.customers)
    own.stripe.customers.create = async (...asked: Parameters<typeof create>) => {
      const made = await create(...asked)
      await deleteUser(user)
      return made
    }

    await expect(ensureCustomer(own, user.userId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await closeCustomers(deps)

    expect(customersOf(user).map(({ deleted }) => deleted)).toEqual([true])
    expect(await closeCustomers(deps)).toBe(0)
  })

  test('when the answer was lost', async () => {
    const user = await server.signUp()
    failOn(/^POST \/v1\/customers$/, 'hang up after')
    await checkout(user)
    await deleteUser(user)

    server.clock.at += 20 * hour
    await resolveIntents(deps)
    await closeCustomers(deps)

    expect(customersOf(user).map(({ deleted }) => deleted)).toEqual([true])
  })
})

test('receipts go to the new address of an account from the next comparison on, and nothing of ours keeps it', async () => {
  const user = await payments.subscribed('pro')
  const address = { now: `new-${user.email}` }
  const own = { ...deps, emailOf: async (userId: string) => (userId === user.userId ? address.now : undefined) }
  const customer = () => stripe.world.customers.get(user.paid.customer)
  const updates = () => keysOf(`POST /v1/customers/${user.paid.customer}`)

  await reconcile(own)
  expect(customer()).toMatchObject({ email: address.now, metadata: { user_id: user.userId } })
  await reconcile(own)
  expect(updates()).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)])
  address.now = user.email
  await reconcile(own)

  expect([customer()?.email, updates().length]).toEqual([user.email, 2])
  const kept = sql`SELECT params FROM stripe_intents WHERE params LIKE '%@%'`
  expect(await server.store.query(kept, z.unknown())).toEqual([])
})
