import { payLatest, subscribe } from './lifecycle.ts'
import type { Subscription } from './objects.ts'
import type { World } from './world.ts'

/** The customer pays on Stripe's page. */
export function payCheckout(world: World, url: string): Subscription {
  const session = world.sessions.get(url.split('/').at(-1) ?? '')
  const price = world.prices.get(session?.price ?? '')
  if (session?.status !== 'open' || price === undefined) throw new Error('this page is not open')
  const subscription = subscribe(world, { customer: session.customer, price, metadata: session.subscriptionMetadata })
  payLatest(world, subscription)
  Object.assign(session, { status: 'complete', subscription: subscription.id })
  world.tell('checkout.session.completed', session)
  return subscription
}
