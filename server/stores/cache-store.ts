import type { Changes } from './near-cache.ts'

/** How often something happened, and when counting starts again. */
export interface Tally {
  readonly count: number
  readonly endsInSeconds: number
}

export interface Filled {
  readonly lease: string
  readonly value: unknown
  readonly ttlSeconds: number
}

/** How long loading may take and still be kept, in seconds; longer than any statement is waited for. */
export const leaseSeconds = 30

/** In the place of a lease. */
export const blocked = 'blocked'

/**
 * Redis, or the memory of this process. Values are JSON; everything here can be lost at any time and is rebuilt from the
 * database. Errors: `STORE_UNAVAILABLE`.
 */
export interface CacheStore extends AsyncDisposable {
  readonly kind: 'redis' | 'memory'
  /** Undefined when there is nothing, or not any more. */
  get(key: string): Promise<unknown>
  set(key: string, value: unknown, ttlSeconds: number): Promise<void>
  /** With it, no lease for these keys can be filled any more; a block ends. */
  delete(keys: readonly string[]): Promise<void>
  /** The same for every key that begins so, and whoever has a lease for one fills it no more; a block goes on. */
  deleteKind(prefix: string): Promise<void>
  /**
   * Before something is loaded for `key`: names that nothing was deleted since then. All who load at the same time share one.
   * Undefined when it cannot be kept, or while the key is blocked; what was loaded is not kept then either.
   */
  lease(key: string): Promise<string | undefined>
  /** Sets what was loaded under the lease, unless the key was deleted meanwhile. */
  fill(key: string, filled: Filled): Promise<void>
  /** Deletes it, and until the next `delete`, or so many seconds, nobody gets a lease for it. */
  block(key: string, seconds: number): Promise<void>
  /** Counts one up; the first of a window starts its time. */
  count(key: string, windowSeconds: number): Promise<Tally>
  ping(): Promise<void>
  /** Where several processes share it; undefined where nobody else could change anything. */
  readonly changes?: Changes | undefined
}
