import type Stripe from 'stripe'
import { sql } from '../../stores/sql.ts'
import { type CallOptions, callStripe } from './call-stripe.ts'
import { listCustomers } from './customers.ts'
import { oneByOne } from './one-by-one.ts'
import type { StripeDeps } from './stripe-deps.ts'
import { isMissing } from './stripe-faults.ts'

/** The account is gone; its customer is named by its own id. */
const nobody = '00000000-0000-0000-0000-000000000000'

/** Customers whose account was deleted: closed at Stripe, which ends what they pay. Returns how many. */
export async function closeCustomers(deps: StripeDeps, signal?: AbortSignal): Promise<number> {
  await takeInOrphans(deps)
  const left = (await listCustomers(deps.store)).flatMap(({ customer_id, user_id }) => (user_id === null ? [customer_id] : []))
  const idOf = (customer: string) => customer
  return oneByOne(deps, left, { what: 'close_customer', signal, idOf, work: (customer) => closeCustomer(deps, customer) })
}

/** The account was deleted while its customer was being made, so that nobody wrote down whose it is. */
const takeInOrphans = ({ store, now }: StripeDeps): Promise<number> =>
  store.run(sql`
    WITH orphans AS (
      UPDATE stripe_intents SET state = 'closed'
      WHERE kind = 'create_customer' AND state = 'done' AND NOT EXISTS (SELECT 1 FROM users WHERE users.id = stripe_intents.user_id)
      RETURNING object_id)
    INSERT INTO stripe_customers (customer_id, user_id, created_at)
    SELECT object_id, NULL, ${new Date(now())} FROM orphans WHERE object_id IS NOT NULL ON CONFLICT DO NOTHING`)

async function closeCustomer(deps: StripeDeps, customer: string): Promise<boolean> {
  await callStripe<Stripe.DeletedCustomer>(deps, {
    ...{ userId: nobody, kind: 'close_customer', params: { customer } },
    send: (options) => deleteCustomer(deps.stripe, customer, options),
    again: async (id) => ({ id, object: 'customer', deleted: true }),
  })
  await deps.store.run(sql`DELETE FROM stripe_customers WHERE customer_id = ${customer}`)
  return true
}

/** Keys mean nothing to a DELETE: one that is repeated finds nothing, as does any with the key of another account. */
async function deleteCustomer(stripe: Stripe, customer: string, options: CallOptions): Promise<Stripe.DeletedCustomer> {
  try {
    return await stripe.customers.del(customer, {}, options)
  } catch (error) {
    if (!isMissing(error)) throw error
    const found = await stripe.customers.retrieve(customer)
    if (found.deleted === true) return found
    throw error
  }
}
