import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { reconcile } from '../../../server/billing/stripe/reconcile.ts'
import { sql } from '../../../server/stores/sql.ts'
import { changedSubscription, history, hostedPage, preview, subscription } from '../../../src-shared/api/billing.ts'
import { openTestServer, type TestServer } from '../../helpers/server/open-test-server.ts'
import { payLatest } from '../../helpers/server/stripe/lifecycle.ts'
import { openPayments } from '../../helpers/server/stripe/open-payments.ts'
import { payCheckout } from '../../helpers/server/stripe/pay-checkout.ts'
import { webhookSecret } from '../../helpers/server/stripe/start-stripe.ts'
import { stripeDeps } from '../../helpers/server/stripe/stripe-deps.ts'

const payments = await openPayments()
afterAll(() => payments[Symbol.asyncDispose]())
const { server, stripe } = payments
const { world } = stripe
const settings = { STRIPE_API_KEY: 'sk_test_fake', STRIPE_WEBHOOK_SECRET: webhookSecret, HEARTH_STRIPE_URL: stripe.url }

beforeEach(() => {
  stripe.asked.length = 0
})

const day = 24 * 3_600_000
const tokenOf = ({ userId }: { readonly userId: string }) => server.tokenFor(userId)
const current = async (user: { readonly userId: string }) =>
  subscription.parse((await server.call('GET /billing/subscription', { token: await tokenOf(user) })).data)
const allowed = async (user: { readonly userId: string }) =>
  (await server.call('GET /billing/quota/messages', { token: await tokenOf(user) })).data
const events = async (user: { readonly userId: string }) => {
  const { items } = history.parse((await server.call('GET /billing/history', { token: await tokenOf(user) })).data)
  return items.map(({ event_type, amount_cents }) => `${event_type} ${amount_cents}`)
}
const change = async (user: { readonly userId: string }, plan_type: string, more: object = {}) =>
  server.call('PUT /billing/subscription', {
    ...{ token: await tokenOf(user), body: { plan_type, billing_cycle: 'monthly', ...more } },
  })
const checkout = async (user: { readonly userId: string }, plan_type = 'pro') =>
  server.call('POST /billing/checkout', { token: await tokenOf(user), body: { plan_type, billing_cycle: 'monthly' } })

describe('paying for a plan', () => {
  test('it begins when Stripe says that it was paid, not before', async () => {
    const user = await server.signUp()

    const { status, data } = await checkout(user)
    const { url } = hostedPage.parse(data)
    expect([status, (await current(user)).plan_type]).toEqual([201, 'free'])
    payCheckout(world, url)
    await payments.deliverNew()

    expect(await current(user)).toMatchObject({
      ...{ plan_type: 'pro', amount_cents: 2900, payment_due: false, ends_at: '2026-04-10T12:00:00.000Z' },
    })
    expect(await allowed(user)).toMatchObject({ max_allowed: 10_000 })
    expect((await server.call('GET /users/me', { token: await tokenOf(user) })).data).toMatchObject({ role: 'pro_user' })
    expect(await events(user)).toContain('subscription_created 2900')
  })

  test('a plan with a price is not to be had by changing it only', async () => {
    const user = await server.signUp()

    const refused = await change(user, 'pro')

    expect(refused).toMatchObject({
      ...{ status: 402, error: { code: 'PAYMENT_REQUIRED', details: { checkout_url: '/billing/checkout' } } },
    })
    expect((await current(user)).plan_type).toBe('free')
  })

  test('a second page closes the first, so that nobody pays twice; who has paid gets none', async () => {
    const user = await server.signUp()
    const first = hostedPage.parse((await checkout(user)).data)
    const second = hostedPage.parse((await checkout(user, 'enterprise')).data)

    expect(() => payCheckout(world, first.url)).toThrow('not open')
    payCheckout(world, second.url)
    await payments.deliverNew()

    expect((await current(user)).plan_type).toBe('enterprise')
    expect(await checkout(user)).toMatchObject({ status: 409, error: { code: 'ALREADY_SUBSCRIBED' } })
  })

  test('the portal is for those who have paid something', async () => {
    const user = await payments.subscribed('pro')
    const portal = async (of: { readonly userId: string }) => server.call('POST /billing/portal', { token: await tokenOf(of) })

    expect(hostedPage.parse((await portal(user)).data).url).toMatch(/^https:\/\/pay\.example\.org\/bps/)
    expect((await portal(await server.signUp())).error?.code).toBe('NOT_FOUND')
  })

  test('the page that Stripe sends the browser to is of this server, in the language of the browser', async () => {
    const headers = { 'accept-language': 'de-AT' }
    await checkout(await server.signUp())
    const { form } = stripe.asked.find(({ route }) => route === 'POST /v1/checkout/sessions') ?? {}

    expect(new URL(String(form?.success_url)).pathname).toBe('/billing/return')
    expect((await server.call('GET /billing/return', { headers })).text).toContain('Du kannst diese Seite schließen')
  })

  test.each([
    ['https://example.org', 'https://example.org/billing/return'],
    ['https://example.org/hearth', 'https://example.org/hearth/billing/return'],
    ['https://example.org/hearth/', 'https://example.org/hearth/billing/return'],
  ])('browsers that reach the server at %s come back there', async (HEARTH_PUBLIC_URL, expected) => {
    await using reached = await openTestServer({ store: server.store, environment: { ...settings, HEARTH_PUBLIC_URL } })
    const user = await reached.signUp()
    stripe.asked.length = 0

    const body = { plan_type: 'pro', billing_cycle: 'monthly' }
    expect((await reached.call('POST /billing/checkout', { token: user.token, body })).status).toBe(201)

    const { form } = stripe.asked.find(({ route }) => route === 'POST /v1/checkout/sessions') ?? {}
    expect(form).toMatchObject({ success_url: expected, cancel_url: expected })
  })

  test('a request that names no host that there could be is refused, and no failure of this server', async () => {
    const { token } = await server.signUp()
    const [headers, body] = [{ host: '[' }, { plan_type: 'pro', billing_cycle: 'monthly' }]

    const answered = await server.call('POST /billing/checkout', { token, body, headers })

    expect(answered).toMatchObject({ status: 400, error: { code: 'BAD_REQUEST' } })
  })

  test('whose customer was deleted at Stripe is on the free plan, and can pay again as another customer', async () => {
    const user = await payments.subscribed('pro')
    await fetch(`${stripe.url}/v1/customers/${user.paid.customer}`, { method: 'DELETE' })
    await payments.deliverNew()
    expect((await current(user)).plan_type).toBe('free')
    expect((await server.call('POST /billing/portal', { token: await tokenOf(user) })).error?.code).toBe('NOT_FOUND')

    const again = payCheckout(world, hostedPage.parse((await checkout(user)).data).url)
    await payments.deliverNew()

    expect(again.customer).not.toBe(user.paid.customer)
    expect((await current(user)).plan_type).toBe('pro')
  })

  test('so it is when no event told of the deletion', async () => {
    const user = await payments.subscribed('pro')
    await fetch(`${stripe.url}/v1/customers/${user.paid.customer}`, { method: 'DELETE' })

    await reconcile(stripeDeps({ store: server.store, stripe, now: () => server.clock.at }))

    expect((await checkout(user)).status).toBe(201)
  })

  test('every call that changes something was written down before, and its name is the key that Stripe gets', async () => {
    const user = await payments.subscribed('pro')
    await change(user, 'enterprise')
    await change(user, 'free')
    const row = z.object({ id: z.string() })
    const known = await server.store.query(sql`SELECT id FROM stripe_intents WHERE state = 'done'`, row)

    const changing = stripe.asked.filter(({ route }) => route.startsWith('POST') && !route.endsWith('create_preview'))

    expect(changing.length).toBeGreaterThan(3)
    expect(known.map(({ id }) => id)).toEqual(expect.arrayContaining(changing.map(({ key }) => key)))
  })
})

describe('changing what is paid', () => {
  test('the amount that was shown is the amount that is paid, however much later', async () => {
    const user = await payments.subscribed('pro')
    await payments.advance(15.5 * day)
    const body = { plan_type: 'enterprise', billing_cycle: 'monthly' }
    const shown = preview.parse(
      (await server.call('POST /billing/subscription/preview', { token: await tokenOf(user), body })).data,
    )

    await payments.advance(20 * 60_000)
    const changed = await change(user, 'enterprise', { proration_date: shown.proration_date })

    // Half a month of the dearer plan less half of the cheaper one.
    expect(shown.amount_due_cents).toBe(4950 - 1450)
    expect(changedSubscription.parse(changed.data)).toMatchObject({
      ...{ subscription: { plan_type: 'enterprise', amount_cents: 9900 }, payment_url: null },
    })
    await payments.deliverNew()
    expect(await events(user)).toContain('subscription_upgraded 3500')
  })

  test('an amount that was shown long ago is not taken', async () => {
    const user = await payments.subscribed('pro')
    await payments.advance(day)
    const hourAgo = Math.floor(server.clock.at / 1000) - 3601

    const refused = await change(user, 'enterprise', { proration_date: hourAgo })

    expect(refused).toMatchObject({ status: 422, error: { details: { field: 'proration_date' } } })
  })

  test('an upgrade whose payment does not go through waits for it, and tells where to pay', async () => {
    const user = await payments.subscribed('pro')
    world.declined.add(user.paid.customer)

    const waiting = changedSubscription.parse((await change(user, 'enterprise')).data)
    await payments.deliverNew()

    expect(waiting.payment_url).toMatch(/^https:\/\/pay\.example\.org\/in/)
    expect((await current(user)).plan_type).toBe('pro')
    payLatest(world, user.paid)
    await payments.deliverNew()
    expect((await current(user)).plan_type).toBe('enterprise')
  })

  test('cancelled at the end of what is paid, taken back, cancelled again, and then free', async () => {
    const user = await payments.subscribed('pro')

    expect(changedSubscription.parse((await change(user, 'free')).data).subscription).toMatchObject({
      ...{ plan_type: 'pro', next_plan_type: 'free', auto_renew: false },
    })
    expect(changedSubscription.parse((await change(user, 'pro')).data).subscription.next_plan_type).toBeNull()
    await change(user, 'free')
    await payments.advance(31 * day)

    expect(await current(user)).toMatchObject({ plan_type: 'free', ends_at: null })
    expect(await allowed(user)).toMatchObject({ max_allowed: 1000 })
  })

  test('a cheaper plan begins with the next period, also when the one before was to be cancelled', async () => {
    const user = await payments.subscribed('enterprise')
    await change(user, 'free')

    const changed = changedSubscription.parse((await change(user, 'pro')).data)

    expect(changed.subscription).toMatchObject({ plan_type: 'enterprise', next_plan_type: 'pro', auto_renew: true })
    await payments.advance(31 * day)
    expect(await current(user)).toMatchObject({ plan_type: 'pro', next_plan_type: null, amount_cents: 2900 })
    expect((await events(user))[0]).toBe('subscription_renewed 2900')
  })

  test('an upgrade takes back what was to happen at the end', async () => {
    const user = await payments.subscribed('enterprise')
    await change(user, 'pro')

    const changed = changedSubscription.parse((await change(user, 'enterprise', { billing_cycle: 'yearly' })).data)

    expect(changed.subscription).toMatchObject({ billing_cycle: 'yearly', next_plan_type: null })
  })

  test('one whose payment does not go through takes back nothing: who has cancelled has cancelled, also when he pays later', async () => {
    const user = await payments.subscribed('pro')
    await change(user, 'free')
    world.declined.add(user.paid.customer)

    expect(changedSubscription.parse((await change(user, 'enterprise')).data)).toMatchObject({
      ...{ subscription: { plan_type: 'pro', next_plan_type: 'free' }, payment_url: expect.stringContaining('https://') },
    })
    expect(user.paid.cancel_at_period_end).toBe(true)
    payLatest(world, user.paid)
    await payments.deliverNew()
    expect(await current(user)).toMatchObject({ plan_type: 'enterprise', next_plan_type: 'free' })
    world.declined.delete(user.paid.customer)
    expect(changedSubscription.parse((await change(user, 'enterprise')).data).subscription.next_plan_type).toBeNull()
  })

  test('one that is declined leaves the downgrade that was to come', async () => {
    const user = await payments.subscribed('enterprise')
    await change(user, 'pro')
    world.declined.add(user.paid.customer)

    expect(await change(user, 'enterprise', { billing_cycle: 'yearly' })).toMatchObject({
      ...{ status: 402, error: { code: 'PAYMENT_DECLINED' } },
    })
    world.declined.delete(user.paid.customer)
    await payments.deliverNew()

    expect(await current(user)).toMatchObject({ plan_type: 'enterprise', billing_cycle: 'monthly', next_plan_type: 'pro' })
    await payments.advance(31 * day)
    expect(await current(user)).toMatchObject({ plan_type: 'pro', amount_cents: 2900 })
  })

  test('one that never reached Stripe leaves it too, one whose answer was lost does not', async () => {
    const [never, lost] = [await payments.subscribed('enterprise'), await payments.subscribed('enterprise')]
    const upgradeUnheard = async (user: { readonly userId: string }, how: 'hang up before' | 'hang up after') => {
      await change(user, 'pro')
      stripe.faults.push({ on: /^POST \/v1\/subscriptions\//, how, times: 2 })
      expect((await change(user, 'enterprise', { billing_cycle: 'yearly' })).status).toBe(503)
      await payments.deliverNew()
    }

    await upgradeUnheard(never, 'hang up before')
    await upgradeUnheard(lost, 'hang up after')

    expect(await current(never)).toMatchObject({ billing_cycle: 'monthly', next_plan_type: 'pro' })
    expect(await current(lost)).toMatchObject({ billing_cycle: 'yearly', next_plan_type: null })
  })

  test('while a renewal is not paid the plan stays, and it is told', async () => {
    const user = await payments.subscribed('pro')
    world.declined.add(user.paid.customer)
    await payments.advance(31 * day)

    expect(await current(user)).toMatchObject({ plan_type: 'pro', payment_due: true })
    payLatest(world, user.paid)
    await payments.deliverNew()
    expect(await current(user)).toMatchObject({ plan_type: 'pro', payment_due: false })
  })

  test('a plan of the 31st ends on the last day of a shorter month and on the 31st of the next', async () => {
    await payments.advance(Date.parse('2026-08-31T09:00:00.000Z') - server.clock.at)
    const user = await payments.subscribed('pro')

    const ends: string[] = []
    for (let month = 0; month < 3; month++) {
      const { ends_at } = await current(user)
      ends.push(ends_at?.slice(0, 10) ?? '')
      await payments.advance(Date.parse(ends_at ?? '') - server.clock.at)
    }

    expect(ends).toEqual(['2026-09-30', '2026-10-31', '2026-11-30'])
  })
})

describe('when the period that was paid has ended', () => {
  const lookAt = async (strict: TestServer, user: { readonly userId: string }) => {
    const token = await strict.tokenFor(user.userId)
    const { data } = await strict.call('GET /billing/subscription', { token })
    const quota = await strict.call('GET /billing/quota/messages', { token })
    return { plan: subscription.parse(data).plan_type, quota: quota.data }
  }
  const later = async (environment: Readonly<Record<string, string>>) => {
    const reached = await openTestServer({ store: server.store, environment })
    reached.clock.at = server.clock.at + 40 * day
    return reached
  }

  test('and Stripe says nothing, the plan stays; without its key nobody pays for it, and it ends', async () => {
    const user = await payments.subscribed('pro')
    await using withKey = await later(settings)
    await using withoutKey = await later({ HEARTH_PLANS_WITHOUT_PAYMENT: 'false' })

    expect((await lookAt(withKey, user)).plan).toBe('pro')
    expect(await lookAt(withoutKey, user)).toMatchObject({ plan: 'free', quota: { max_allowed: 1000 } })
  })

  test('without a key, it begins again when the key is back and Stripe still has it', async () => {
    const user = await payments.subscribed('pro')
    await using withoutKey = await later({ HEARTH_PLANS_WITHOUT_PAYMENT: 'false' })
    await lookAt(withoutKey, user)

    await payments.advance(40 * day)

    expect(await current(user)).toMatchObject({ plan_type: 'pro' })
    expect((await server.call('GET /billing/quota/messages', { token: await tokenOf(user) })).data).toMatchObject({
      max_allowed: 10_000,
    })
  })
})
