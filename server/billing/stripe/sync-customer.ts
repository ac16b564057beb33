import { AppError } from '../../../src-shared/rpc/errors.ts'
import { lockUserIfThere } from '../../stores/lock-user.ts'
import { beginLook, isLatestLook, unlinkCustomer } from './customers.ts'
import { lookAtCustomer } from './look-at-customer.ts'
import type { StripeDeps } from './stripe-deps.ts'
import { type Difference, writeSeen } from './write-seen.ts'

export interface SyncedCustomer {
  readonly customerId: string
  readonly userId: string
}

/**
 * Fetches what Stripe says of a customer and writes that. Undefined when somebody began to look later: what was seen here may
 * be older, so nothing was written. Errors: those of Stripe, `STORE_UNAVAILABLE`.
 */
export async function syncCustomer(deps: StripeDeps, customer: SyncedCustomer): Promise<readonly Difference[] | undefined> {
  const { customerId, userId } = customer
  const look = await beginLook(deps.store, customerId)
  const seen = await lookAtCustomer(deps.stripe, customerId)
  const at = new Date(deps.now())
  const differences = await deps.store.transact(async (tx) => {
    if (!(await lockUserIfThere(tx, userId))) return []
    if (!(await isLatestLook(tx, customerId, look))) return undefined
    const written = await writeSeen(deps, tx, { userId, seen, at })
    if (seen.isDeleted) await unlinkCustomer(tx, customerId)
    return written
  })
  // Also when nothing differed: whoever wrote it may have ended before he came to this.
  if (differences !== undefined) await deps.onPlanChanged(userId)
  return differences
}

const attempts = 5

/** Until what is written is not older than this call. Errors: those of `syncCustomer`, `PAYMENT_UNAVAILABLE` when others are always later. */
export async function syncFresh(deps: StripeDeps, customer: SyncedCustomer): Promise<readonly Difference[]> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const differences = await syncCustomer(deps, customer)
    if (differences !== undefined) return differences
  }
  throw new AppError('PAYMENT_UNAVAILABLE')
}
