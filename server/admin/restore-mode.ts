import { verifyChain } from '../audit/audit-log.ts'
import { lockUserIfThere } from '../stores/lock-user.ts'
import type { AdminDeps } from './admin-deps.ts'
import { eraseIn } from './change-users.ts'
import { endEverySignIn } from './end-sign-ins.ts'
import { reconcileNow } from './tend-jobs.ts'

export interface Restored {
  readonly erased_again: number
  readonly signed_out: number
  /** The first entry of the audit log that is not what was written. */
  readonly tampered_at: number | null
  readonly reconciled: Readonly<Record<string, unknown>>
}

/**
 * After a backup of the database was put back, while no server runs on it: who was erased since then is erased again, every sign-in
 * ends (its tokens may have been used since), caches forget what is newer than the database, and Stripe says what is paid. The audit log
 * is read last: it takes longest and changes nothing. Each step ends before the next begins and may be done twice, so that what failed
 * on the way is run again as a whole.
 */
export async function leaveRestoredState(deps: AdminDeps, erasedIds: readonly string[]): Promise<Restored> {
  const erased_again = await eraseAgain(deps, erasedIds)
  const signed_out = await endEverySignIn(deps)
  await deps.jobs.runDueOf('erase_user')
  const reconciled = await reconcileNow(deps)
  const { tampered_at } = await verifyChain(deps.store)
  return { erased_again, signed_out, tampered_at, reconciled }
}

/** Also of ids that the backup does not know: another store may. */
async function eraseAgain(deps: AdminDeps, ids: readonly string[]): Promise<number> {
  let erased = 0
  for (const userId of new Set(ids)) {
    const at = new Date(deps.now())
    const wasThere = await deps.store.transact(async (tx) => {
      const isThere = await lockUserIfThere(tx, userId)
      if (isThere) await eraseIn(deps, tx, { userId, actorId: null, at })
      else await deps.onDeleted(tx, userId, at)
      return isThere
    })
    erased += Number(wasThere)
  }
  return erased
}
