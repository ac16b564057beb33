import type { SqlTx } from '../../stores/sql-store.ts'
import { beginLook, isLatestLook } from './customers.ts'
import { lookAtCustomer } from './look-at-customer.ts'
import type { StripeDeps } from './stripe-deps.ts'
import { type Difference, writeSeen } from './write-seen.ts'

export interface SyncedCustomer {
  readonly customerId: string
  readonly userId: string
  /** In the same transaction as what was seen. */
  readonly alsoWrite?: (tx: SqlTx) => Promise<unknown>
}

/**
 * Fetches what Stripe says of a customer and writes that. Undefined when somebody began to look later: what was seen here may
 * be older, so nothing was written. Errors: those of Stripe, `STORE_UNAVAILABLE`.
 */
export async function syncCustomer(deps: StripeDeps, customer: SyncedCustomer): Promise<readonly Difference[] | undefined> {
  const { customerId, userId, alsoWrite } = customer
  const look = await beginLook(deps.store, customerId)
  const seen = await lookAtCustomer(deps.stripe, customerId)
  const at = new Date(deps.now())
  const differences = await deps.store.transact(async (tx) => {
    if (!(await isLatestLook(tx, customerId, look))) return undefined
    const changed = await writeSeen(deps, tx, { userId, seen, at })
    await alsoWrite?.(tx)
    return changed
  })
  if (differences !== undefined && differences.length > 0) await deps.onPlanChanged(userId)
  return differences
}

const attempts = 5

/** Until what is written is not older than this call. */
export async function syncFresh(deps: StripeDeps, customer: SyncedCustomer): Promise<readonly Difference[]> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const differences = await syncCustomer(deps, customer)
    if (differences !== undefined) return differences
  }
  return []
}
