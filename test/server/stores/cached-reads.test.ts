import { expect, test } from 'vitest'
import { z } from 'zod'
import { type CachedReads, createCachedReads } from '../../../server/stores/cached-reads.ts'
import { createMemoryCache } from '../../../server/stores/memory-cache.ts'

const open = (maxTtlSeconds = 60, cache = createMemoryCache(Date.now)) => {
  const hits: boolean[] = []
  const reads = createCachedReads({ cache, maxTtlSeconds, onRead: ({ isHit }) => hits.push(isHit) })
  const read = (load: () => Promise<number | undefined>) =>
    reads.read({ key: 'k', ttlSeconds: 60, value: z.int().optional(), load })
  return { reads, read, hits }
}

test('the second read is answered by the cache, the first after a change is not', async () => {
  const { reads, read, hits } = open()

  expect([await read(async () => 1), await read(async () => 2)]).toEqual([1, 1])
  await reads.forget(['k'])
  expect(await read(async () => 3)).toBe(3)
  expect(hits).toEqual([false, true, false])
})

test.each([
  ['this process', (own: CachedReads) => own],
  ['another one with the same cache', (_: CachedReads, other: CachedReads) => other],
])('what was read before a change in %s and arrives after it is not kept', async (_, changing) => {
  const cache = createMemoryCache(Date.now)
  const [{ reads, read }, other] = [open(60, cache), open(60, cache)]
  const [begun, loaded] = [Promise.withResolvers<void>(), Promise.withResolvers<number>()]
  const reading = read(() => {
    begun.resolve()
    return loaded.promise
  })
  await begun.promise

  await changing(reads, other.reads).forget(['k'])
  loaded.resolve(1)

  expect(await reading).toBe(1)
  expect(await read(async () => 2)).toBe(2)
})

test('with the cache switched off every read is a new one', async () => {
  const { read } = open(0)

  expect([await read(async () => 1), await read(async () => 2)]).toEqual([1, 2])
})

test('that there is nothing is not kept', async () => {
  const { read } = open()

  expect([await read(async () => undefined), await read(async () => 2)]).toEqual([undefined, 2])
})
