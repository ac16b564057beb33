/** The reference's keys and how long each is kept, in seconds. */
export const cacheKeys = {
  session: { ttlSeconds: 3600, of: (userId: string) => `session:${userId}` },
  subscription: { ttlSeconds: 1800, of: (userId: string) => `subscription:${userId}` },
  quota: { ttlSeconds: 300, of: (userId: string, resource: string) => `quota:${userId}:${resource}` },
  embedding: { ttlSeconds: 86_400, of: (textHash: string) => `embedding:${textHash}` },
  search: { ttlSeconds: 1800, of: (queryHash: string, filtersHash: string) => `search:${queryHash}:${filtersHash}` },
  rateLimit: { ttlSeconds: 60, of: (who: string, endpoint: string) => `rate_limit:${who}:${endpoint}` },
} as const

/** Of our own: where an account was opened from, as digests with a key. By its user, so that an erasure finds it. */
export const knownPlaces = { ttlSeconds: 30 * 86_400, of: (userId: string) => `known_places:${userId}` } as const
