import type Stripe from 'stripe'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import type { PlanChoice } from '../proration.ts'
import { findActive } from '../subscriptions.ts'
import { askStripe, callStripe } from './call-stripe.ts'
import { customerIdOf, ensureCustomer } from './customers.ts'
import { findLastDone } from './intents.ts'
import type { StripeDeps } from './stripe-deps.ts'

export interface Returning {
  /** Where Stripe sends the browser afterwards. */
  readonly returnUrl: string
}

/** A page where the plan is paid. Errors: `ALREADY_SUBSCRIBED`, `PAYMENT_UNAVAILABLE`, `NOT_FOUND`. */
export async function openCheckout(deps: StripeDeps, userId: string, wanted: PlanChoice & Returning): Promise<string> {
  const current = await findActive(deps.store, userId)
  if (current === undefined) throw new AppError('NOT_FOUND')
  if (current.stripe_subscription_id !== null) throw new AppError('ALREADY_SUBSCRIBED')
  const price = await askStripe(deps, 'prices', () => deps.prices.idOf(wanted))
  const customer = await ensureCustomer(deps, userId)
  await closeEarlier(deps, userId)
  const { url } = await callStripe(deps, {
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
  return pageOf(url)
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

/** Two open pages could both be paid. */
async function closeEarlier(deps: StripeDeps, userId: string): Promise<void> {
  const session = (await findLastDone(deps.store, userId, 'open_checkout'))?.object_id
  if (session == null) return
  const { status } = await askStripe(deps, 'open_checkout', () => deps.stripe.checkout.sessions.retrieve(session))
  if (status !== 'open') return
  await callStripe(deps, {
    ...{ userId, kind: 'expire_checkout', params: { session } },
    send: (options) => deps.stripe.checkout.sessions.expire(session, {}, options),
    again: (id) => deps.stripe.checkout.sessions.retrieve(id),
  })
}

function pageOf(url: string | null): string {
  if (url === null) throw new AppError('PAYMENT_UNAVAILABLE')
  return url
}
