import { afterAll, beforeEach, expect, test } from 'vitest'
import { openCheckout } from '../../../server/billing/stripe/checkout.ts'
import { hostedPage } from '../../../src-shared/api/billing.ts'
import { cancelNow } from '../../helpers/server/stripe/lifecycle.ts'
import { openPayments } from '../../helpers/server/stripe/open-payments.ts'
import { payCheckout } from '../../helpers/server/stripe/pay-checkout.ts'
import { stripeDeps } from '../../helpers/server/stripe/stripe-deps.ts'

const payments = await openPayments()
afterAll(() => payments[Symbol.asyncDispose]())
const { server, stripe } = payments
const { world } = stripe

beforeEach(() => {
  stripe.faults.length = 0
})

interface Buyer {
  readonly userId: string
}

const checkout = async ({ userId }: Buyer, plan_type = 'pro') =>
  server.call('POST /billing/checkout', {
    ...{ token: await server.tokenFor(userId), body: { plan_type, billing_cycle: 'monthly' } },
  })
const sessionOf = (data: unknown) => world.sessions.get(hostedPage.parse(data).url.split('/').at(-1) ?? '')
const openPages = ({ userId }: Buyer) =>
  [...world.sessions.values()].filter(({ status, metadata }) => status === 'open' && metadata.user_id === userId)

test.each([
  ['before the pages are looked at', 'POST /v1/checkout/sessions'],
  ['while they are closed', 'POST expire'],
])('who pays on one page, %s, gets no second one to pay on', async (_, when) => {
  const user = await server.signUp()
  const { url } = hostedPage.parse((await checkout(user)).data)
  const own = stripeDeps({ store: server.store, stripe, now: () => server.clock.at })
  const sessions = own.stripe.checkout.sessions
  const [create, expire] = [sessions.create.bind(sessions), sessions.expire.bind(sessions)]
  const pays = { isLeft: true }
  const payOnce = () => {
    if (pays.isLeft) payCheckout(world, url)
    pays.isLeft = false
  }
  sessions.create = (...asked: Parameters<typeof create>) => {
    if (when !== 'POST expire') payOnce()
    return create(...asked)
  }
  sessions.expire = (...asked: Parameters<typeof expire>) => {
    payOnce()
    return expire(...asked)
  }
  const wanted = { plan_type: 'pro', billing_cycle: 'monthly', returnUrl: 'https://example.org' } as const

  await expect(openCheckout(own, user.userId, wanted)).rejects.toMatchObject({ code: 'ALREADY_SUBSCRIBED' })

  expect(openPages(user)).toEqual([])
})

test('what was paid long ago and has ended keeps nobody from paying again', async () => {
  const user = await payments.subscribed('pro')
  cancelNow(world, user.paid)
  await payments.deliverNew()

  expect((await checkout(user)).status).toBe(201)
})

test('a page whose answer was lost, one for another plan, and then the first again: it is a page for the plan that was asked for', async () => {
  const user = await server.signUp()
  stripe.faults.push({ on: /^POST \/v1\/checkout\/sessions$/, how: 'hang up after', times: 2 })
  expect((await checkout(user, 'pro')).status).toBe(503)
  expect(sessionOf((await checkout(user, 'enterprise')).data)?.price).toBe('price_enterprise_month')

  const { data } = await checkout(user, 'pro')

  expect(sessionOf(data)).toMatchObject({ price: 'price_pro_month', status: 'open' })
})

test('of two plans asked for at once nobody is given the page of the other', async () => {
  const user = await server.signUp()
  const wanted = ['pro', 'enterprise', 'pro', 'enterprise', 'pro', 'enterprise']

  const all = await Promise.all(wanted.map((plan) => checkout(user, plan)))

  const given = all.flatMap(({ status, data }, n) =>
    status === 201 ? [[sessionOf(data)?.price, `price_${wanted[n]}_month`]] : [],
  )
  expect(given.length).toBeGreaterThan(0)
  expect(given.filter(([price, asked]) => price !== asked)).toEqual([])
  expect(openPages(user)).toHaveLength(1)
})
