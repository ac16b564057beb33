import { listCustomers, ownerOf } from './customers.ts'
import { mendEmail } from './mend-email.ts'
import { oneByOne } from './one-by-one.ts'
import type { StripeDeps } from './stripe-deps.ts'
import { syncFresh } from './sync-customer.ts'

/**
 * Every customer once more, whether or not an event told of him: subscriptions, invoices, plans and limits are made what Stripe
 * says, and each difference is told, because there should be none. Returns how many customers differed.
 */
export async function reconcile(deps: StripeDeps, signal?: AbortSignal): Promise<number> {
  const idOf = (customer: string) => customer
  const work = async (customer: string) => {
    const userId = await ownerOf(deps, customer)
    return userId !== undefined && reconcileOne(deps, customer, userId)
  }
  return oneByOne(deps, await allCustomers(deps), { what: 'reconcile', signal, idOf, work })
}

async function reconcileOne(deps: StripeDeps, customerId: string, userId: string): Promise<boolean> {
  const kinds = await syncFresh(deps, { customerId, userId })
  if (kinds.length > 0) deps.log.error({ user_id: userId, kinds }, 'our tables and Stripe differed; Stripe was right')
  for (const kind of kinds) deps.metrics.differences.inc({ kind })
  await mendEmail(deps, { customerId, userId })
  return kinds.length > 0
}

/** Ours, and those that pay and that we know nothing of. */
async function allCustomers({ store, stripe }: StripeDeps): Promise<ReadonlySet<string>> {
  const all = new Set((await listCustomers(store)).map(({ customer_id }) => customer_id))
  for await (const { customer } of stripe.subscriptions.list({ limit: 100 }))
    all.add(typeof customer === 'string' ? customer : customer.id)
  return all
}
