import type { z } from 'zod'
import type { CacheStore } from './cache-store.ts'
import type { NearCache } from './near-cache.ts'

export interface CachedRead<T> {
  readonly key: string
  readonly ttlSeconds: number
  readonly value: z.ZodType<T>
  readonly load: () => Promise<T>
}

/** Longer than any transaction is waited for. */
const blockSeconds = 30

export interface CachedReads {
  /**
   * What this process has in its own memory is as of the last answer of the shared cache: whoever needs what is true now asks that for
   * something first, or asks `isStill` after it.
   */
  read<T>(wanted: CachedRead<T>): Promise<T>
  /**
   * Loads it before somebody asks, also when it is there and would end soon; nobody counts that as a read. False where nothing would be kept as long as
   * it may be.
   */
  warm<T>(wanted: CachedRead<T>): Promise<boolean>
  /** False when `value`, which was read for this key, came from the memory of this process and has changed since. */
  isStill(key: string, value: unknown): boolean
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
  /** Unless given, the shared cache is asked each time. */
  readonly near?: NearCache | undefined
  readonly onRead: (read: { readonly key: string; readonly isHit: boolean }) => void
}

/**
 * The memory of this process first, then the shared cache, then the database. What was loaded before a change is not kept after it, whichever process made the change and
 * whichever loads: the load has a lease, which forgetting ends. Undefined is not kept: what is not there yet may come.
 */
export function createCachedReads({ cache, maxTtlSeconds, near, onRead }: CachedReadsDeps): CachedReads {
  const isOn = maxTtlSeconds > 0

  async function load<T>({ key, ttlSeconds, load }: CachedRead<T>): Promise<T> {
    if (!isOn) return load()
    const lease = await cache.lease(key)
    const value = await load()
    if (lease !== undefined && value !== undefined)
      await cache.fill(key, { lease, value, ttlSeconds: Math.min(ttlSeconds, maxTtlSeconds) })
    return value
  }

  return {
    async read<T>(wanted: CachedRead<T>) {
      const { key, ttlSeconds, value } = wanted
      const here = isOn ? near?.find(key, value) : undefined
      if (here !== undefined) {
        onRead({ key, isHit: true })
        return here.value
      }
      const mark = near?.mark(key)
      const kept = value.safeParse(isOn ? await cache.get(key) : undefined)
      const isHit = kept.success && kept.data !== undefined
      onRead({ key, isHit })
      if (!isHit) return load(wanted)
      near?.keep(key, { mark, schema: value, value: kept.data, ttlMs: ttlSeconds * 1000 })
      return kept.data
    },
    async warm(wanted) {
      if (maxTtlSeconds < wanted.ttlSeconds) return false
      await load(wanted)
      return true
    },
    isStill: (key, value) => near?.isStill(key, value) ?? true,
    aboutToChange: (key) => cache.block(key, blockSeconds),
    forget: (keys) => cache.delete(keys),
  }
}
