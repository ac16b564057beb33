import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { changedSubscription } from '../../../src-shared/api/billing.ts'
import { openPayments } from '../../helpers/server/stripe/open-payments.ts'

const payments = await openPayments()
afterAll(() => payments[Symbol.asyncDispose]())
const { server, stripe } = payments

/** The library itself asks once more. */
const outage = 2

beforeEach(() => {
  stripe.faults.length = 0
})

interface Payer {
  readonly userId: string
}

const change = async ({ userId }: Payer, plan_type: string, billing_cycle = 'monthly') =>
  server.call('PUT /billing/subscription', { token: await server.tokenFor(userId), body: { plan_type, billing_cycle } })

/** Done at Stripe, and nobody here hears of it. */
async function changeUnheard(user: Payer, on: RegExp, choice: readonly [plan: string, cycle?: string]): Promise<void> {
  stripe.faults.push({ on, how: 'hang up after', times: outage })
  expect((await change(user, ...choice)).status).toBe(503)
}

async function follows(user: Payer, ...choice: readonly [plan: string, cycle?: string]) {
  const answered = await change(user, ...choice)
  expect(answered.status).toBe(200)
  const { next_plan_type, plan_type } = changedSubscription.parse(answered.data).subscription
  return next_plan_type ?? plan_type
}

describe('a wish whose answer was lost, its opposite, and the same wish again:', () => {
  test('who cancels is cancelled', async () => {
    const user = await payments.subscribed('pro')

    await changeUnheard(user, /^POST \/v1\/subscriptions\//, ['free'])
    expect(await follows(user, 'pro')).toBe('pro')

    expect(await follows(user, 'free')).toBe('free')
    expect(user.paid.cancel_at_period_end).toBe(true)
  })

  test('who keeps his plan keeps it', async () => {
    const user = await payments.subscribed('pro')
    await follows(user, 'free')

    await changeUnheard(user, /^POST \/v1\/subscriptions\//, ['pro'])
    expect(await follows(user, 'free')).toBe('free')

    expect(await follows(user, 'pro')).toBe('pro')
    expect(user.paid.cancel_at_period_end).toBe(false)
  })

  test('who goes to a cheaper plan, to another one and back gets the one that he named last', async () => {
    const user = await payments.subscribed('enterprise', 'yearly')
    await follows(user, 'enterprise', 'monthly')

    await changeUnheard(user, /^POST \/v1\/subscription_schedules\/\w+$/, ['pro', 'yearly'])
    expect(await follows(user, 'pro', 'monthly')).toBe('pro')

    expect(await follows(user, 'pro', 'yearly')).toBe('pro')
    const schedule = [...stripe.world.schedules.values()].find(({ customer }) => customer === user.paid.customer)
    expect(schedule?.phases[1]?.items[0]?.price).toBe('price_pro_year')
  })

  test('a schedule that was made and let go is not taken for a new one', async () => {
    const user = await payments.subscribed('enterprise')

    await changeUnheard(user, /^POST \/v1\/subscription_schedules$/, ['pro'])
    expect(await follows(user, 'enterprise')).toBe('enterprise')

    expect(await follows(user, 'pro')).toBe('pro')
  })
})

test('a wish that never reached Stripe is repeated with the same key', async () => {
  const user = await payments.subscribed('pro')
  stripe.faults.push({ on: /^POST \/v1\/subscriptions\//, how: 'hang up before', times: outage })
  stripe.asked.length = 0
  expect((await change(user, 'free')).status).toBe(503)

  expect(await follows(user, 'free')).toBe('free')

  const changes = stripe.asked.filter(({ route }) => route.startsWith('POST /v1/subscriptions/'))
  expect(changes).toHaveLength(3)
  expect(new Set(changes.map(({ key }) => key)).size).toBe(1)
})
