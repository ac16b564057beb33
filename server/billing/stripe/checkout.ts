import type Stripe from 'stripe'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import type { PlanChoice } from '../proration.ts'
import { findActive } from '../subscriptions.ts'
import { askStripe, callStripe } from './call-stripe.ts'
import { customerIdOf, ensureCustomer } from './customers.ts'
import { closeIntent, findDone } from './intents.ts'
import type { StripeDeps } from './stripe-deps.ts'
import { syncFresh } from './sync-customer.ts'

export interface Returning {
  /** Where Stripe sends the browser afterwards. */
  readonly returnUrl: string
}

/** A page where the plan is paid. Errors: `ALREADY_SUBSCRIBED`, `PAYMENT_UNAVAILABLE`, `NOT_FOUND`. */
export async function openCheckout(deps: StripeDeps, userId: string, wanted: PlanChoice & Returning): Promise<string> {
  await refuseSubscribed(deps, userId)
  const price = await askStripe(deps, 'prices', () => deps.prices.idOf(wanted))
  const customer = await ensureCustomer(deps, userId)
  await callStripe(deps, {
    ...{ userId, kind: 'open_checkout', params: { customer, price } },
    send: (options, intent_id) =>
      deps.stripe.checkout.sessions.create(
        {
          ...{ mode: 'subscription', customer, client_reference_id: userId },
          line_items: [{ price, quantity: 1 }],
          ...{ success_url: wanted.returnUrl, cancel_url: wanted.returnUrl },
          ...{ metadata: { user_id: userId, intent_id }, subscription_data: { metadata: { user_id: userId, intent_id } } },
        },
        options,
      ),
    again: (id) => deps.stripe.checkout.sessions.retrieve(id),
  })
  return onlyNewest(deps, userId)
}

/** A page where a customer sees invoices, changes the card and cancels. Errors: `NOT_FOUND`, `PAYMENT_UNAVAILABLE`. */
export async function openPortal(deps: StripeDeps, userId: string, { returnUrl }: Returning): Promise<string> {
  const customer = await customerIdOf(deps.store, userId)
  if (customer === undefined) throw new AppError('NOT_FOUND')
  const { url } = await callStripe<Stripe.BillingPortal.Session>(deps, {
    ...{ userId, kind: 'open_portal', params: { customer } },
    send: (options) => deps.stripe.billingPortal.sessions.create({ customer, return_url: returnUrl }, options),
    again: async () => {
      throw new AppError('PAYMENT_UNAVAILABLE')
    },
  })
  return pageOf(url)
}

/** Somebody who has just paid may be ahead of what Stripe told us. */
async function refuseSubscribed(deps: StripeDeps, userId: string): Promise<void> {
  const customerId = await customerIdOf(deps.store, userId)
  if (customerId !== undefined) await askStripe(deps, 'sync', () => syncFresh(deps, { customerId, userId }))
  const current = await findActive(deps.store, userId)
  if (current === undefined) throw new AppError('NOT_FOUND')
  if (current.stripe_subscription_id !== null) throw new AppError('ALREADY_SUBSCRIBED')
}

/**
 * Two open pages could both be paid, so all but the newest are closed. Whoever looks last has opened his own before, so that
 * of any number at once one page is left; the others are given that one.
 */
async function onlyNewest(deps: StripeDeps, userId: string): Promise<string> {
  const pages: string[] = []
  for (const intent of await findDone(deps.store, userId, 'open_checkout')) {
    const session = intent.object_id ?? ''
    const { status, url } = await askStripe(deps, 'checkout', () => deps.stripe.checkout.sessions.retrieve(session))
    const isNewest = status === 'open' && pages.length === 0
    if (isNewest) pages.push(pageOf(url))
    if (status === 'open' && !isNewest) await expire(deps, userId, session)
    if (!isNewest) await closeIntent(deps.store, intent)
  }
  return pageOf(pages[0] ?? null)
}

async function expire(deps: StripeDeps, userId: string, session: string): Promise<void> {
  try {
    await callStripe(deps, {
      ...{ userId, kind: 'expire_checkout', params: { session } },
      send: (options) => deps.stripe.checkout.sessions.expire(session, {}, options),
      again: (id) => deps.stripe.checkout.sessions.retrieve(id),
    })
  } catch (error) {
    // Another request was quicker; or the page was paid, which its event tells.
    const { status } = await askStripe(deps, 'checkout', () => deps.stripe.checkout.sessions.retrieve(session))
    if (status === 'open') throw error
  }
}

function pageOf(url: string | null): string {
  if (url === null) throw new AppError('PAYMENT_UNAVAILABLE')
  return url
}
