import { countWaiting } from '../../../../server/billing/stripe/events.ts'
import type { SqlStore } from '../../../../server/stores/sql-store.ts'
import { hostedPage } from '../../../../src-shared/api/billing.ts'
import { waitFor } from '../../wait-for.ts'
import { openTestServer, type TestServer, type TestUser } from '../open-test-server.ts'
import { advanceTo } from './lifecycle.ts'
import type { Event, Subscription } from './objects.ts'
import { payCheckout } from './pay-checkout.ts'
import { type FakeStripe, startStripe, webhookSecret } from './start-stripe.ts'

export interface TestPayments extends AsyncDisposable {
  readonly server: TestServer
  readonly stripe: FakeStripe
  /** Posted as Stripe posts it; the status that it was answered with. */
  deliver(event: Event): Promise<number>
  /** All that was not delivered yet, in order, and worked off. */
  deliverNew(): Promise<void>
  /** Nothing waits any more. */
  settled(): Promise<void>
  /** A user who has paid on the page of the checkout, and whom the server knows to have. */
  subscribed(plan: 'pro' | 'enterprise', cycle?: 'monthly' | 'yearly'): Promise<TestUser & { readonly paid: Subscription }>
  /** Both clocks. */
  advance(ms: number): Promise<void>
}

export interface TestPaymentsOptions {
  readonly store?: SqlStore
  readonly environment?: Readonly<Record<string, string>>
}

/** The server with a Stripe of its own, which tells nothing until it is told to. */
export async function openPayments({ store, environment = {} }: TestPaymentsOptions = {}): Promise<TestPayments> {
  const stripe = await startStripe(Date.parse('2026-03-10T12:00:00.500Z'))
  const settings = { STRIPE_API_KEY: 'sk_test_fake', STRIPE_WEBHOOK_SECRET: webhookSecret, HEARTH_STRIPE_URL: stripe.url }
  const server = await openTestServer({
    environment: { ...settings, ...environment },
    ...(store === undefined ? {} : { store }),
  })
  const delivered = { count: 0 }

  async function deliver(event: Event): Promise<number> {
    const { body, signature } = stripe.signed(event, { at: server.clock.at })
    const headers = { 'stripe-signature': signature, 'content-type': 'application/json' }
    return (await server.call('POST /billing/webhook', { body, headers })).status
  }
  const settled = async () =>
    void (await waitFor('the events', async () => ((await countWaiting(server.store)) === 0 ? true : undefined)))
  async function deliverNew(): Promise<void> {
    const { events } = stripe.world
    for (const event of events.slice(delivered.count)) await deliver(event)
    delivered.count = events.length
    await settled()
  }

  return {
    ...{ server, stripe, deliver, deliverNew, settled },
    async subscribed(plan_type, billing_cycle = 'monthly') {
      const user = await server.signUp()
      const body = { plan_type, billing_cycle }
      const { url } = hostedPage.parse((await server.call('POST /billing/checkout', { token: user.token, body })).data)
      const paid = payCheckout(stripe.world, url)
      await deliverNew()
      return { ...user, paid }
    },
    async advance(ms) {
      server.clock.at += ms
      advanceTo(stripe.world, server.clock.at)
      await deliverNew()
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await stripe[Symbol.asyncDispose]()
    },
  }
}
