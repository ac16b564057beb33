import { describe, expect, test } from 'vitest'
import { createMemoryCache } from '../../../server/stores/memory-cache.ts'
import { keepsCacheContract } from './cache-contract.ts'

describe('the cache of a process keeps the contract of a cache', () => {
  const cache = createMemoryCache(Date.now)
  keepsCacheContract(() => cache)
})

test('it does not grow for ever: what was written longest ago goes first', async () => {
  const cache = createMemoryCache(Date.now)

  for (let n = 0; n <= 100_000; n++) await cache.set(`k${n}`, n, 60)

  expect([await cache.get('k0'), await cache.get('k1'), await cache.get('k100000')]).toEqual([undefined, 1, 100_000])
})
