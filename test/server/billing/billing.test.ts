import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { changedSubscription, history, planList, preview, subscription } from '../../../src-shared/api/billing.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())

const start = server.clock.at
beforeEach(() => {
  server.clock.at = start
})

const day = 24 * 3_600_000

const change = (token: string, plan_type: string, billing_cycle = 'monthly') =>
  server.call('PUT /billing/subscription', { token, body: { plan_type, billing_cycle } })
const current = async (token: string) => subscription.parse((await server.call('GET /billing/subscription', { token })).data)
const events = async (token: string) => {
  const { items } = history.parse((await server.call('GET /billing/history', { token })).data)
  return items.map(({ event_type, amount_cents }) => `${event_type} ${amount_cents}`)
}
const allowed = async (token: string) => (await server.call('GET /billing/quota/messages', { token })).data

test('plans, limits and prices are those of the reference, for everybody to read', async () => {
  const { plans } = planList.parse((await server.call('GET /billing/plans')).data)

  expect(
    plans.map(({ plan_type, limits, price_cents, yearly_price_cents }) => ({
      plan_type,
      limits,
      price_cents,
      yearly_price_cents,
    })),
  ).toEqual([
    {
      plan_type: 'free',
      limits: { messages: 1000, api_calls: 100, background_tasks: 10 },
      price_cents: 0,
      yearly_price_cents: 0,
    },
    {
      plan_type: 'pro',
      limits: { messages: 10_000, api_calls: 1000, background_tasks: 100 },
      price_cents: 2900,
      yearly_price_cents: 29_000,
    },
    {
      plan_type: 'enterprise',
      limits: { messages: -1, api_calls: -1, background_tasks: -1 },
      price_cents: 9900,
      yearly_price_cents: 99_000,
    },
  ])
})

describe('changing the plan', () => {
  test('an upgrade applies at once: to the limits, the role and what is read from the cache', async () => {
    const { token } = await server.signUp()
    await current(token)
    await allowed(token)

    const changed = changedSubscription.parse((await change(token, 'pro')).data)

    expect(changed.subscription).toMatchObject({
      plan_type: 'pro',
      amount_cents: 2900,
      ends_at: new Date(start + 31 * day).toISOString(),
    })
    expect(await current(token)).toEqual(changed.subscription)
    expect(await allowed(token)).toMatchObject({ max_allowed: 10_000 })
    expect((await server.call('GET /users/me', { token })).data).toMatchObject({ role: 'pro_user', subscription_plan: 'pro' })
  })

  test('what is left of the paid time is taken off, to the second', async () => {
    const { userId } = await server.signUp()
    await change(await server.tokenFor(userId), 'pro')
    server.clock.at += 15.5 * day

    await change(await server.tokenFor(userId), 'enterprise', 'yearly')

    // Half of the 31 days were left: 99,000 less 1,450.
    expect(await events(await server.tokenFor(userId))).toEqual([
      'subscription_upgraded 97550',
      'subscription_upgraded 2900',
      'subscription_created 0',
    ])
  })

  test('a downgrade waits until what is paid has ended, and can be taken back until then', async () => {
    const user = await server.signUp()
    await change(user.token, 'pro')

    expect(changedSubscription.parse((await change(user.token, 'free')).data).subscription).toMatchObject({
      plan_type: 'pro',
      next_plan_type: 'free',
    })
    expect(changedSubscription.parse((await change(user.token, 'pro')).data).subscription.next_plan_type).toBeNull()
    await change(user.token, 'free')
    server.clock.at += 31 * day
    const token = await server.tokenFor(user.userId)

    expect(await current(token)).toMatchObject({ plan_type: 'free', ends_at: null, next_plan_type: null })
    expect(await allowed(token)).toMatchObject({ max_allowed: 1000 })
    expect((await events(token))[0]).toBe('subscription_downgraded 0')
  })

  test('a plan that ended lends its limits to no new period, also when nobody looks at the subscription', async () => {
    const user = await server.signUp()
    await change(user.token, 'pro')
    await change(user.token, 'free')
    server.clock.at += 40 * day

    expect(await allowed(await server.tokenFor(user.userId))).toMatchObject({ max_allowed: 1000 })
  })

  test('without a change it goes on from where it ended, whatever time has passed', async () => {
    const user = await server.signUp()
    await change(user.token, 'pro')
    server.clock.at += 100 * day

    expect(await current(await server.tokenFor(user.userId))).toMatchObject({
      ...{ plan_type: 'pro', status: 'active' },
      ...{ started_at: '2026-06-10T12:00:00.500Z', ends_at: '2026-07-10T12:00:00.500Z' },
    })
  })

  test('from a yearly plan to a dearer monthly one, what the credit exceeds is taken off the months after it', async () => {
    const { userId, token } = await server.signUp()
    await change(token, 'pro', 'yearly')
    server.clock.at += 73 * day
    const later = await server.tokenFor(userId)

    const { data } = await server.call('POST /billing/subscription/preview', {
      ...{ token: later, body: { plan_type: 'enterprise', billing_cycle: 'monthly' } },
    })
    const changed = changedSubscription.parse((await change(later, 'enterprise')).data)

    // Four fifths of 29,000 are left, and 9,900 of them go into the first month.
    expect(preview.parse(data)).toMatchObject({ amount_due_cents: 0, effective_at: new Date(server.clock.at).toISOString() })
    expect(changed.subscription.credit_cents).toBe(23_200 - 9900)
    server.clock.at += 31 * day
    expect(await current(await server.tokenFor(userId))).toMatchObject({ credit_cents: 3400 })
    server.clock.at += 31 * day
    expect(await current(await server.tokenFor(userId))).toMatchObject({ credit_cents: 0 })
    expect((await events(await server.tokenFor(userId))).slice(0, 4)).toEqual([
      ...['subscription_renewed 6500', 'subscription_renewed 0', 'subscription_upgraded 0', 'subscription_upgraded 29000'],
    ])
  })

  test.each([
    ['2026-01-31T10:00:00.000Z', 'monthly', ['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']],
    ['2026-01-29T10:00:00.000Z', 'monthly', ['2026-02-28', '2026-03-29', '2026-04-29']],
    ['2028-02-29T10:00:00.000Z', 'yearly', ['2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29']],
  ])('a plan that began on %s, %s, ends on that day again after each shorter month', async (begun, cycle, ends) => {
    server.clock.at = Date.parse(begun)
    const { userId, token } = await server.signUp()
    await change(token, 'pro', cycle)

    const seen: string[] = []
    for (const _ of ends) {
      const { ends_at } = await current(await server.tokenFor(userId))
      seen.push(ends_at ?? '')
      server.clock.at = Date.parse(ends_at ?? '')
    }

    expect(seen).toEqual(ends.map((end) => `${end}T10:00:00.000Z`))
  })

  test('of ten changes at once one upgrades, and there is one active subscription', async () => {
    const { token } = await server.signUp()

    const all = await Promise.all(Array.from({ length: 10 }, () => change(token, 'pro')))

    expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200))
    expect(await events(token)).toEqual(['subscription_upgraded 2900', 'subscription_created 0'])
  })

  test('an unknown plan, cycle or field is refused by name', async () => {
    const { token } = await server.signUp()

    expect((await change(token, 'gold')).error).toMatchObject({ code: 'VALIDATION_FAILED', details: { field: 'plan_type' } })
    expect((await change(token, 'pro', 'weekly')).error?.details.field).toBe('billing_cycle')
    const free = { plan_type: 'pro', billing_cycle: 'monthly', amount_cents: 0 }
    expect((await server.call('PUT /billing/subscription', { token, body: free })).error?.details.field).toBe('amount_cents')
  })
})

describe('unless the operator says so, without a payment', () => {
  const body = { plan_type: 'pro', billing_cycle: 'monthly' }
  const openStrict = () => openTestServer({ store: server.store, environment: { HEARTH_PLANS_WITHOUT_PAYMENT: 'false' } })

  test('no paid plan begins', async () => {
    await using strict = await openStrict()
    const { token } = await strict.signUp()

    const refused = [
      await strict.call('PUT /billing/subscription', { token, body }),
      await strict.call('POST /billing/subscription/preview', { token, body }),
      await strict.call('POST /billing/checkout', { token, body }),
      await strict.call('POST /billing/portal', { token }),
    ]

    expect(refused.map(({ status, error }) => [status, error?.code])).toEqual(refused.map(() => [403, 'PAYMENTS_NOT_OFFERED']))
    expect((await strict.call('GET /billing/subscription', { token })).data).toMatchObject({ plan_type: 'free' })
  })

  test('none goes on when what was lent has ended', async () => {
    await using strict = await openStrict()
    const user = await server.signUp()
    await change(user.token, 'pro')
    strict.clock.at += 31 * day
    const token = await strict.tokenFor(user.userId)

    expect((await strict.call('GET /billing/subscription', { token })).data).toMatchObject({ plan_type: 'free', ends_at: null })
    expect((await strict.call('GET /billing/quota/messages', { token })).data).toMatchObject({ max_allowed: 1000 })
  })
})

test('with ENABLE_BILLING=false a plan shows no limit', async () => {
  await using open = await openTestServer({ store: server.store, environment: { ENABLE_BILLING: 'false' } })
  const { token } = await open.signUp()

  expect((await open.call('GET /billing/subscription', { token })).data).toMatchObject({
    limits: { messages: -1, api_calls: -1, background_tasks: -1 },
  })
})

test('the history comes in pages, newest first, and tells how many there are', async () => {
  const { token } = await server.signUp()
  await change(token, 'pro')
  const page = async (query: string) => history.parse((await server.call(`GET /billing/history?${query}`, { token })).data)

  const [first, second] = [await page('limit=1'), await page('limit=1&offset=1')]

  expect([first.total, second.total]).toEqual([2, 2])
  expect([first.items[0]?.event_type, second.items[0]?.event_type]).toEqual(['subscription_upgraded', 'subscription_created'])
  expect((await server.call('GET /billing/history?limit=0', { token })).error?.details.field).toBe('limit')
})
