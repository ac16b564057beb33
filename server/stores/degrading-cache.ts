import type { CacheStore } from './cache-store.ts'

/** Other processes may read what this one could not forget: it does not wait for the next request to come by. */
const payMs = 500

/** More is not remembered: by then everything that Redis holds is older than what it may be believed. */
const owedAtMost = 10_000

/**
 * A cache that may be away: reads find nothing, counting goes on in this process, and what was to be forgotten is forgotten
 * before anything is read from it again. `ping` still tells the truth.
 */
export function createDegradingCache(shared: CacheStore, own: CacheStore): CacheStore {
  const owed = new Set<string>()
  const paying: { timer?: NodeJS.Timeout | undefined } = {}

  async function payDebts(): Promise<void> {
    if (owed.size === 0) return
    const keys = [...owed]
    await shared.delete(keys)
    for (const key of keys) owed.delete(key)
  }

  function owe(keys: readonly string[]): void {
    for (const key of keys) if (owed.size < owedAtMost) owed.add(key)
    paying.timer ??= setInterval(() => {
      if (owed.size === 0) stopPaying()
      else payDebts().catch(() => undefined)
    }, payMs).unref()
  }

  function stopPaying(): void {
    clearInterval(paying.timer)
    paying.timer = undefined
  }

  return {
    ...shared,
    get: (key) =>
      payDebts()
        .then(() => shared.get(key))
        .catch(() => undefined),
    set: (key, value, ttlSeconds) =>
      payDebts()
        .then(() => shared.set(key, value, ttlSeconds))
        .catch(() => undefined),
    lease: (key) =>
      payDebts()
        .then(() => shared.lease(key))
        .catch(() => undefined),
    fill: (key, filled) =>
      payDebts()
        .then(() => shared.fill(key, filled))
        .catch(() => undefined),
    block: (key, seconds) =>
      payDebts()
        .then(() => shared.block(key, seconds))
        .catch(() => undefined),
    delete: (keys) => shared.delete(keys).catch(() => owe(keys)),
    count: (key, windowSeconds) => shared.count(key, windowSeconds).catch(() => own.count(key, windowSeconds)),
    async [Symbol.asyncDispose]() {
      stopPaying()
      await shared[Symbol.asyncDispose]()
      await own[Symbol.asyncDispose]()
    },
  }
}
