import { resourceType } from '../src-shared/api/billing.ts'
import { cacheKeys } from './stores/cache-keys.ts'
import type { CachedReads } from './stores/cached-reads.ts'

/** What caches say of a user that follows from the plan. */
export const forgetsPlan =
  ({ forget }: CachedReads) =>
  (userId: string): Promise<void> => {
    const quotas = resourceType.options.map((resource) => cacheKeys.quota.of(userId, resource))
    return forget([cacheKeys.session.of(userId), cacheKeys.subscription.of(userId), ...quotas])
  }
