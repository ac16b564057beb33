import type { z } from 'zod'
import type { CacheStore } from './cache-store.ts'

export interface CachedRead<T> {
  readonly key: string
  readonly ttlSeconds: number
  readonly value: z.ZodType<T>
  readonly load: () => Promise<T>
}

export interface CachedReads {
  read<T>(wanted: CachedRead<T>): Promise<T>
  /** After the commit that made them wrong. */
  forget(keys: readonly string[]): Promise<void>
}

export interface CachedReadsDeps {
  readonly cache: CacheStore
  /** Bounds every time: where other processes cannot tell this one what changed, nothing is believed for long. */
  readonly maxTtlSeconds: number
  readonly onRead: (read: { readonly key: string; readonly isHit: boolean }) => void
}

/** Cache first, then the database. Undefined is not kept: what is not there yet may come. */
export function createCachedReads({ cache, maxTtlSeconds, onRead }: CachedReadsDeps): CachedReads {
  /** What was loaded before a change must not be kept after it, so `forget` also takes a load out of here. */
  const loading = new Map<string, symbol>()

  async function load<T>({ key, ttlSeconds, load }: CachedRead<T>): Promise<T> {
    const mine = Symbol(key)
    loading.set(key, mine)
    try {
      const value = await load()
      const seconds = Math.min(ttlSeconds, maxTtlSeconds)
      if (loading.get(key) === mine && value !== undefined && seconds > 0) await cache.set(key, value, seconds)
      return value
    } finally {
      if (loading.get(key) === mine) loading.delete(key)
    }
  }

  return {
    async read(wanted) {
      const kept = wanted.value.safeParse(maxTtlSeconds > 0 ? await cache.get(wanted.key) : undefined)
      const isHit = kept.success && kept.data !== undefined
      onRead({ key: wanted.key, isHit })
      return isHit ? kept.data : load(wanted)
    },
    async forget(keys) {
      for (const key of keys) loading.delete(key)
      await cache.delete(keys)
    },
  }
}
