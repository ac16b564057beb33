import { expect, test } from 'vitest'
import { z } from 'zod'
import { createCachedReads } from '../../../server/stores/cached-reads.ts'
import { createMemoryCache } from '../../../server/stores/memory-cache.ts'

const open = (maxTtlSeconds = 60) => {
  const hits: boolean[] = []
  const reads = createCachedReads({ cache: createMemoryCache(Date.now), maxTtlSeconds, onRead: ({ isHit }) => hits.push(isHit) })
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

test('what was read before a change and arrives after it is not kept', async () => {
  const { reads, read } = open()
  const loaded = Promise.withResolvers<number>()
  const reading = read(() => loaded.promise)
  await Promise.resolve()
  await Promise.resolve()

  await reads.forget(['k'])
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
