import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeCustomers } from '../../../server/billing/stripe/close-customers.ts'
import { findMade } from '../../../server/billing/stripe/find-made.ts'
import { type Intent, intentKind } from '../../../server/billing/stripe/intents.ts'
import { reconcile } from '../../../server/billing/stripe/reconcile.ts'
import { sweepEvents } from '../../../server/billing/stripe/sweep-events.ts'
import { sql } from '../../../server/stores/sql.ts'
import { newId } from '../../../src-shared/ids.ts'
import { endpoints } from '../../helpers/server/stripe/endpoints.ts'
import { openPayments, type TestPayments } from '../../helpers/server/stripe/open-payments.ts'
import { startStripeMock } from '../../helpers/server/stripe/start-stripe-mock.ts'
import { stripeDeps } from '../../helpers/server/stripe/stripe-deps.ts'
import { openTestDatabase } from '../../helpers/server/test-database.ts'

const mock = await startStripeMock()
const store = await openTestDatabase()
const payments = await openPayments({ store })
afterAll(async () => {
  await payments[Symbol.asyncDispose]()
  await store[Symbol.asyncDispose]()
  await mock[Symbol.asyncDispose]()
})

/** Everything that the server ever asks of Stripe, once. */
async function askEverything({ server, stripe, subscribed, deliverNew }: TestPayments): Promise<void> {
  const user = await subscribed('enterprise')
  const call = async (route: `${string} /${string}`, body?: object) => {
    const answered = await server.call(route, { token: user.token, ...(body === undefined ? {} : { body }) })
    if (answered.status >= 400) throw new Error(`${route}: ${answered.text}`)
  }
  const change = (plan_type: string, billing_cycle = 'monthly') => call('PUT /billing/subscription', { plan_type, billing_cycle })
  await change('pro')
  await change('enterprise')
  await change('free')
  await call('POST /billing/subscription/preview', { plan_type: 'enterprise', billing_cycle: 'yearly' })
  await change('enterprise', 'yearly')
  await call('POST /billing/portal')
  await deliverNew()
  const waiting = await server.signUp()
  for (const plan_type of ['pro', 'enterprise'])
    await server.call('POST /billing/checkout', { token: waiting.token, body: { plan_type, billing_cycle: 'monthly' } })
  const deps = stripeDeps({ store, stripe, now: () => server.clock.at })
  await sweepEvents(deps)
  await reconcile(deps)
  await store.run(sql`DELETE FROM users WHERE id = ${user.userId}`)
  await closeCustomers(deps)
  const schedule = [...stripe.world.schedules.keys()][0] ?? ''
  const session = [...stripe.world.sessions.keys()][0] ?? ''
  const params = { customer: user.paid.customer, subscription: user.paid.id, price: 'price_pro_month', schedule, session }
  const intent = { id: newId(), user_id: user.userId, params, state: 'broken', object_id: null, created_at: new Date() } as const
  for (const kind of intentKind.options) await findMade(deps.stripe, { ...intent, kind } satisfies Intent)
}

async function statusAtMock({ route, url, sent }: { readonly route: string; readonly url: string; readonly sent: string }) {
  const [method = 'GET'] = route.split(' ')
  const response = await fetch(`${mock.url}${url}`, {
    method,
    headers: { authorization: 'Bearer sk_test_123', 'content-type': 'application/x-www-form-urlencoded' },
    ...(method === 'GET' ? {} : { body: sent }),
  })
  const text = await response.text()
  return response.ok ? 'taken' : `${route}: ${text.slice(0, 300)}`
}

describe('every request to Stripe is as Stripe describes it:', () => {
  beforeAll(() => askEverything(payments))

  test('all of them were asked', () => {
    const routes = payments.stripe.asked.map(({ route }) => route)

    const never = endpoints.filter(
      ([method, path]) => !routes.some((route) => route.startsWith(`${method} `) && path.test(route.split(' ')[1] ?? '')),
    )

    expect(never.map(([method, path]) => `${method} ${path.source}`)).toEqual([])
  })

  test('none of them has a parameter that is unknown, missing or of another type', async () => {
    const distinct = new Map(payments.stripe.asked.map((each) => [`${each.route} ${each.url} ${each.sent}`, each]))

    const answers = await Promise.all([...distinct.values()].map(statusAtMock))

    expect(answers.filter((each) => each !== 'taken')).toEqual([])
    expect(answers.length).toBeGreaterThan(30)
  })

  test('a request that is not would be seen', async () => {
    const wrong = {
      route: 'POST /v1/billing_portal/sessions',
      url: '/v1/billing_portal/sessions',
      sent: 'customer=cus_1&nonsense=1',
    }

    expect(await statusAtMock(wrong)).toContain('additional properties are not allowed')
  })
})
