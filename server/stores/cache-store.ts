/** How often something happened, and when counting starts again. */
export interface Tally {
  readonly count: number
  readonly endsInSeconds: number
}

/**
 * Redis, or the memory of this process. Values are JSON; everything here can be lost at any time and is rebuilt from the
 * database. Errors: `STORE_UNAVAILABLE`.
 */
export interface CacheStore extends AsyncDisposable {
  readonly kind: 'redis' | 'memory'
  /** Undefined when there is nothing, or not any more. */
  get(key: string): Promise<unknown>
  set(key: string, value: unknown, ttlSeconds: number): Promise<void>
  delete(keys: readonly string[]): Promise<void>
  /** Counts one up; the first of a window starts its time. */
  count(key: string, windowSeconds: number): Promise<Tally>
  ping(): Promise<void>
}
