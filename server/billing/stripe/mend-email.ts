import type Stripe from 'stripe'
import { askStripe, callStripe } from './call-stripe.ts'
import type { StripeDeps } from './stripe-deps.ts'
import type { SyncedCustomer } from './sync-customer.ts'

/** Receipts go to the address that the account has now. It stands in no intent: those outlive the account. */
export async function mendEmail(deps: StripeDeps, { customerId, userId }: SyncedCustomer): Promise<void> {
  const email = await deps.emailOf(userId)
  const found = await askStripe(deps, 'customer', () => deps.stripe.customers.retrieve(customerId))
  if (email === undefined || found.deleted === true || found.email?.toLowerCase() === email.toLowerCase()) return
  await callStripe<Pick<Stripe.Customer, 'id'>>(deps, {
    ...{ userId, kind: 'update_customer', params: { customer: customerId, after: found.metadata.intent_id ?? '' } },
    send: (options, intent_id) => deps.stripe.customers.update(customerId, { email, metadata: { intent_id } }, options),
    again: async (id) => ({ id }),
  })
}
