import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Actor, AdminDeps } from './admin-deps.ts'

export interface AskedRotation {
  readonly actorId: Actor
  /** Whatever the old ones signed ends now: they have come into other hands. */
  readonly isAtOnce: boolean
}

/** Returns the `kid` of the new one. Errors: `KEY_IS_CONFIGURED`. */
export async function rotateKeys(deps: AdminDeps, { actorId, isAtOnce }: AskedRotation): Promise<string> {
  const { store, now, audit, hasOwnKeys, rotateKeys } = deps
  if (!hasOwnKeys) throw new AppError('KEY_IS_CONFIGURED')
  return store.transact(async (tx) => {
    const at = new Date(now())
    const kid = await rotateKeys(tx, { at, isAtOnce })
    await audit(tx, { action: 'keys_rotated', actor_id: actorId, user_id: null, details: { kid, at_once: isAtOnce ? 1 : 0 } }, at)
    return kid
  })
}
