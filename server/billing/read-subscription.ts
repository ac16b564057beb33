import { type Subscription, subscription } from '../../src-shared/api/billing.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { cacheKeys } from '../stores/cache-keys.ts'
import type { CachedRead } from '../stores/cached-reads.ts'
import type { BillingDeps } from './billing-deps.ts'
import { advance } from './change-plan.ts'
import { findActive, shownSubscription } from './subscriptions.ts'

/** What is kept may have ended meanwhile. Errors: `NOT_FOUND`. */
export async function readSubscription(deps: BillingDeps, userId: string): Promise<Subscription> {
  const kept = await deps.reads.read(cachedSubscription(deps, userId))
  if (kept === undefined) throw new AppError('NOT_FOUND')
  if (kept.ends_at === null || Date.parse(kept.ends_at) > deps.now()) return kept
  const advanced = await advance(deps, userId)
  if (advanced === undefined) throw new AppError('NOT_FOUND')
  return shownSubscription(advanced, deps)
}

export function cachedSubscription(deps: BillingDeps, userId: string): CachedRead<Subscription | undefined> {
  const { of: keyOf, ttlSeconds } = cacheKeys.subscription
  return {
    ...{ key: keyOf(userId), ttlSeconds, value: subscription.optional() },
    async load() {
      const row = await findActive(deps.store, userId)
      return row && shownSubscription(row, deps)
    },
  }
}
