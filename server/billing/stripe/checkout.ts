import type Stripe from 'stripe'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import type { PlanChoice } from '../proration.ts'
import { findActive } from '../subscriptions.ts'
import { askStripe, callStripe } from './call-stripe.ts'
import { customerIdOf, ensureCustomer } from './customers.ts'
import { closeIntent, findDone, type Intent } from './intents.ts'
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
  const [last] = await findDone(deps.store, userId, 'open_checkout')
  await callStripe(deps, {
    ...{ userId, kind: 'open_checkout', params: { customer, price, after: last?.id ?? '' } },
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
  return onlyNewest(deps, userId, price)
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
  return urlOf(url)
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
 * Two open pages could both be paid, so all but the newest are closed, and all of them when one was paid meanwhile. Whoever looks last
 * has opened his own before, so that of any number at once one page is left; the others are given that one, if it is of the price that
 * they asked for.
 */
async function onlyNewest(deps: StripeDeps, userId: string, price: string): Promise<string> {
  const pages: Page[] = []
  for (const intent of await findDone(deps.store, userId, 'open_checkout')) pages.push(await pageOf(deps, intent))
  const [newest, ...others] = pages.filter(({ isOpen }) => isOpen)
  let isPaid = pages.some(({ gives }) => gives)
  for (const { session } of others) if ((await expire(deps, userId, session)) === 'complete') isPaid = true
  if (isPaid && newest !== undefined) await expire(deps, userId, newest.session)
  // One that gives a plan is looked at as long as it does.
  for (const page of pages) if (!page.gives && (isPaid || page !== newest)) await closeIntent(deps.store, page.intent)
  if (isPaid) throw new AppError('ALREADY_SUBSCRIBED')
  return urlOf(newest?.intent.params.price === price ? newest.url : null)
}

interface Page {
  readonly intent: Intent
  readonly session: string
  readonly url: string | null
  readonly isOpen: boolean
  /** It was paid, or is being paid, and what was bought has not ended. */
  readonly gives: boolean
}

const over = new Set<string>(['canceled', 'incomplete_expired', 'unpaid'])

async function pageOf(deps: StripeDeps, intent: Intent): Promise<Page> {
  const session = intent.object_id ?? ''
  const expand = ['subscription']
  const { status, url, subscription } = await askStripe(deps, 'checkout', () =>
    deps.stripe.checkout.sessions.retrieve(session, { expand }),
  )
  const bought = typeof subscription === 'string' ? undefined : subscription?.status
  return {
    intent,
    session,
    url,
    isOpen: status === 'open',
    gives: status === 'complete' && bought !== undefined && !over.has(bought),
  }
}

/** What became of it. */
async function expire(deps: StripeDeps, userId: string, session: string): Promise<Stripe.Checkout.Session['status']> {
  try {
    const { status } = await callStripe(deps, {
      ...{ userId, kind: 'expire_checkout', params: { session } },
      send: (options) => deps.stripe.checkout.sessions.expire(session, {}, options),
      again: (id) => deps.stripe.checkout.sessions.retrieve(id),
    })
    return status
  } catch (error) {
    // Another request was quicker; or the page was paid.
    const { status } = await askStripe(deps, 'checkout', () => deps.stripe.checkout.sessions.retrieve(session))
    if (status === 'open') throw error
    return status
  }
}

function urlOf(url: string | null): string {
  if (url === null) throw new AppError('PAYMENT_UNAVAILABLE')
  return url
}
