import { z } from 'zod'
import { findTampering } from '../audit/audit-log.ts'
import { lockUserIfThere } from '../stores/lock-user.ts'
import { type Sql, sql } from '../stores/sql.ts'
import type { AdminDeps } from './admin-deps.ts'
import { eraseIn } from './change-users.ts'
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
 * ends (its tokens may have been used since), caches forget what is newer than the database, and Stripe says what is paid. Again is
 * the same.
 */
export async function leaveRestoredState(deps: AdminDeps, erasedIds: readonly string[]): Promise<Restored> {
  const erased_again = await eraseAgain(deps, erasedIds)
  const signed_out = await endEverySignIn(deps)
  await deps.jobs.runDueOf('erase_user')
  return {
    erased_again,
    signed_out,
    tampered_at: (await findTampering(deps.store)) ?? null,
    reconciled: await reconcileNow(deps),
  }
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

const idRow = z.object({ id: z.string() })

/**
 * One more than the backup has may be one that the account had come to after it, which tokens of that time name: seconds go ahead of changes of a password,
 * also when the same backup is put back once more.
 */
const laterGeneration = (at: Date): Sql =>
  sql`GREATEST(token_generation + 1, ${Math.floor((at.getTime() - Date.UTC(2020)) / 1000)}::integer)`

async function endEverySignIn({ store, now, audit, forget, hasOwnKeys, rotateKeys }: AdminDeps): Promise<number> {
  const at = new Date(now())
  const ids = await store.transact(async (tx) => {
    const users = await tx.query(sql`UPDATE users SET token_generation = ${laterGeneration(at)} RETURNING id`, idRow)
    await tx.run(sql`UPDATE token_families SET revoked_at = ${at}, reason = 'restored' WHERE revoked_at IS NULL`)
    await tx.run(sql`DELETE FROM mailed_tokens`)
    if (hasOwnKeys) await rotateKeys(tx, { at, isAtOnce: true })
    await audit(tx, { action: 'restored', actor_id: null, user_id: null, details: { accounts: users.length } }, at)
    return users.map(({ id }) => id)
  })
  for (const id of ids) await forget(id)
  return ids.length
}
