import type { z } from 'zod'
import type { CacheStore } from './cache-store.ts'

export interface CachedRead<T> {
  readonly key: string
  readonly ttlSeconds: number
  readonly value: z.ZodType<T>
  readonly load: () => Promise<T>
}

/** Longer than any transaction is waited for. */
const blockSeconds = 30

export interface CachedReads {
  read<T>(wanted: CachedRead<T>): Promise<T>
  /**
   * Before the commit that makes it wrong: from then on nobody is answered out of the cache, also when this process does not live to
   * forget it. `forget` ends that.
   */
  aboutToChange(key: string): Promise<void>
  /** After the commit that made them wrong. */
  forget(keys: readonly string[]): Promise<void>
}

export interface CachedReadsDeps {
  readonly cache: CacheStore
  /** Bounds every time: where other processes cannot tell this one what changed, nothing is believed for long. */
  readonly maxTtlSeconds: number
  readonly onRead: (read: { readonly key: string; readonly isHit: boolean }) => void
}

/**
 * Cache first, then the database. What was loaded before a change is not kept after it, whichever process made the change and
 * whichever loads: the load has a lease, which forgetting ends. Undefined is not kept: what is not there yet may come.
 */
export function createCachedReads({ cache, maxTtlSeconds, onRead }: CachedReadsDeps): CachedReads {
  async function load<T>({ key, ttlSeconds, load }: CachedRead<T>): Promise<T> {
    if (maxTtlSeconds <= 0) return load()
    const lease = await cache.lease(key)
    const value = await load()
    if (lease !== undefined && value !== undefined)
      await cache.fill(key, { lease, value, ttlSeconds: Math.min(ttlSeconds, maxTtlSeconds) })
    return value
  }

  return {
    async read(wanted) {
      const kept = wanted.value.safeParse(maxTtlSeconds > 0 ? await cache.get(wanted.key) : undefined)
      const isHit = kept.success && kept.data !== undefined
      onRead({ key: wanted.key, isHit })
      return isHit ? kept.data : load(wanted)
    },
    aboutToChange: (key) => cache.block(key, blockSeconds),
    forget: (keys) => cache.delete(keys),
  }
}
