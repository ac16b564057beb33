import { resourceType } from '../../src-shared/api/billing.ts'
import { cacheKeys, knownPlaces } from '../stores/cache-keys.ts'
import type { CacheStore } from '../stores/cache-store.ts'
import type { PersonalStore } from './personal-store.ts'

const keysOf = (userId: string): readonly string[] => [
  cacheKeys.session.of(userId),
  cacheKeys.subscription.of(userId),
  knownPlaces.of(userId),
  ...resourceType.options.map((resource) => cacheKeys.quota.of(userId, resource)),
]

/** Copies of what the database has, digests of where the account was opened from, and counters of half an hour by user: nothing to hand out. */
export const cachePersonalData = (cache: CacheStore): PersonalStore => ({
  name: 'redis',
  collect: async () => ({}),
  async erase(userId) {
    await cache.delete(keysOf(userId))
    // One that is away has only promised to forget.
    await cache.ping()
  },
  async count(userId) {
    const found = await Promise.all(keysOf(userId).map((key) => cache.get(key)))
    return found.filter((value) => value !== undefined).length
  },
})
