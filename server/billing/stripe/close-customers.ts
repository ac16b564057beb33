import type Stripe from 'stripe'
import { reasonOf } from '../../log.ts'
import { sql } from '../../stores/sql.ts'
import { type CallOptions, callStripe } from './call-stripe.ts'
import { listCustomers } from './customers.ts'
import type { StripeDeps } from './stripe-deps.ts'
import { isMissing } from './stripe-faults.ts'

/** The account is gone; its customer is named by its own id. */
const nobody = '00000000-0000-0000-0000-000000000000'

/** Customers whose account was deleted: closed at Stripe, which ends what they pay. Returns how many. */
export async function closeCustomers(deps: StripeDeps): Promise<number> {
  const left = (await listCustomers(deps.store)).filter(({ user_id }) => user_id === null)
  let closed = 0
  for (const { customer_id } of left) closed += Number(await closeOne(deps, customer_id))
  return closed
}

/** False: to be tried again. The others do not wait for it. */
async function closeOne(deps: StripeDeps, customer: string): Promise<boolean> {
  try {
    await callStripe<Stripe.DeletedCustomer>(deps, {
      ...{ userId: nobody, kind: 'close_customer', params: { customer } },
      send: (options) => deleteCustomer(deps.stripe, customer, options),
      again: async (id) => ({ id, object: 'customer', deleted: true }),
    })
    await deps.store.run(sql`DELETE FROM stripe_customers WHERE customer_id = ${customer}`)
    return true
  } catch (error) {
    deps.log.warn({ customer, reason: reasonOf(error) }, 'a customer is not closed yet')
    return false
  }
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
