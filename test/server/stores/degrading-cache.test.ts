import { expect, test, vi } from 'vitest'
import type { CacheStore } from '../../../server/stores/cache-store.ts'
import { createDegradingCache } from '../../../server/stores/degrading-cache.ts'
import { createMemoryCache } from '../../../server/stores/memory-cache.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'

/** Of several processes; `isAway` is how this one sees it. */
function openShared() {
  const memory = createMemoryCache(Date.now)
  const state = { isAway: false }
  const reach = async <T>(call: () => Promise<T>): Promise<T> => {
    if (state.isAway) throw new AppError('STORE_UNAVAILABLE', { store: 'redis', retry_after: 1 })
    return call()
  }
  const reached: CacheStore = {
    ...memory,
    get: (key) => reach(() => memory.get(key)),
    set: (key, value, ttlSeconds) => reach(() => memory.set(key, value, ttlSeconds)),
    delete: (keys) => reach(() => memory.delete(keys)),
    deleteKind: (kind) => reach(() => memory.deleteKind(kind)),
    lease: (key) => reach(() => memory.lease(key)),
    fill: (key, filled) => reach(() => memory.fill(key, filled)),
    block: (key, seconds) => reach(() => memory.block(key, seconds)),
    ping: () => reach(memory.ping),
  }
  return { memory, state, reached, cache: createDegradingCache(reached, createMemoryCache(Date.now)) }
}

const sessions = Array.from({ length: 12_000 }, (_, n) => `session:${n}`)

test('the last of twelve thousand that could not be forgotten is not read again, nor is any other', async () => {
  const { memory, state, cache } = openShared()
  await using _ = cache
  for (const key of sessions) await memory.set(key, 'old', 3600)
  state.isAway = true
  for (const key of sessions) await cache.delete([key])
  state.isAway = false

  const read = await Promise.all(sessions.map((key) => cache.get(key)))

  expect(read.filter((value) => value !== undefined)).toEqual([])
  await vi.waitUntil(async () => (await memory.get('session:11999')) === undefined, { timeout: 15_000 })
})

test('what was loaded elsewhere before is not kept after all of its kind was owed', async () => {
  const { memory, state, cache } = openShared()
  await using _ = cache
  const lease = await memory.lease('session:new')
  state.isAway = true
  await cache.delete(sessions)
  state.isAway = false
  await vi.waitUntil(async () => (await cache.lease('session:1')) !== undefined, { timeout: 15_000 })

  await memory.fill('session:new', { lease: lease ?? '', value: 'old', ttlSeconds: 60 })

  expect(await cache.get('session:new')).toBeUndefined()
})

test('counted guesses are not given back by an overflow', async () => {
  const { memory, state, cache } = openShared()
  await using _ = cache
  await memory.count('sign_in:account:a', 900)
  state.isAway = true
  await cache.delete([...sessions, 'sign_in:place:b'])
  state.isAway = false
  await vi.waitUntil(async () => (await cache.lease('session:1')) !== undefined, { timeout: 15_000 })

  expect((await memory.count('sign_in:account:a', 900)).count).toBe(2)
})

test('a block that did not arrive is owed: what it was for is not believed when the cache is back', async () => {
  const { memory, state, cache } = openShared()
  await using _ = cache
  await memory.set('session:1', 'old', 3600)
  state.isAway = true
  await cache.block('session:1', 30)
  state.isAway = false

  expect(await cache.get('session:1')).toBeUndefined()
})

test('what is owed again while it is being paid is paid again', async () => {
  const { memory, state, reached } = openShared()
  const held = Promise.withResolvers<void>()
  const slow: CacheStore = { ...reached, delete: (keys) => reached.delete(keys).then(() => held.promise) }
  await using cache = createDegradingCache(slow, createMemoryCache(Date.now))
  state.isAway = true
  await cache.delete(['session:1'])
  state.isAway = false
  const reading = cache.get('session:1')
  await vi.waitUntil(async () => (await memory.lease('session:1')) !== undefined)
  await memory.set('session:1', 'loaded before the second change', 3600)
  state.isAway = true
  await cache.delete(['session:1'])
  state.isAway = false

  held.resolve()

  expect(await reading).toBeUndefined()
  expect(await cache.get('session:1')).toBeUndefined()
})
