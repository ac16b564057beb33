import { afterAll, describe, expect, inject, test } from 'vitest'
import { freePort } from '../../../scripts/services/start-program.ts'
import type { CacheStore } from '../../../server/stores/cache-store.ts'
import { createDegradingCache } from '../../../server/stores/degrading-cache.ts'
import { createMemoryCache } from '../../../server/stores/memory-cache.ts'
import { openRedis } from '../../../server/stores/redis-cache.ts'
import { newId } from '../../../src-shared/ids.ts'
import { freezeProcess } from '../../helpers/freeze-process.ts'
import { forwardPort } from '../../helpers/server/forward-port.ts'
import { silentLog } from '../../helpers/server/silent-log.ts'
import { startServer } from '../../helpers/server/start-server.ts'
import { waitFor } from '../../helpers/wait-for.ts'
import { keepsCacheContract } from './cache-contract.ts'

// Whether it answers in time is what the test of a frozen one is about; the others wait as long as a machine takes that does more.
const openPatiently = (keyPrefix: string, url = inject('redisUrl')) =>
  openRedis({ url, log: silentLog, keyPrefix, isPatient: true })
const cache = openPatiently(`${newId()}:`)
afterAll(() => cache[Symbol.asyncDispose]())

describe('Redis keeps the contract of a cache', () => {
  keepsCacheContract(() => cache)
})

const heardBy = ({ changes }: CacheStore) => waitFor('the subscription', () => (changes?.isHeard() === true ? true : undefined))

/** On the same keys; `heard` is what the other is told of. */
async function twoProcesses() {
  const keyPrefix = `${newId()}:`
  const [one, other] = [openPatiently(keyPrefix), openPatiently(keyPrefix)]
  await heardBy(other)
  const heard: (string | undefined)[] = []
  other.changes?.hear((key) => heard.push(key))
  return {
    ...{ one, other, heard, keyPrefix },
    async [Symbol.asyncDispose]() {
      await one[Symbol.asyncDispose]()
      await other[Symbol.asyncDispose]()
    },
  }
}

test('a change by one process is heard by the other before the answer to what that asks next, a thousand times', async () => {
  await using both = await twoProcesses()
  const { one, other, heard } = both
  const late: number[] = []

  for (let n = 0; n < 1000; n++) {
    await (n % 2 === 0 ? one.delete([`key ${n}`]) : one.block(`key ${n}`, 1))
    await other.count('n', 60)
    if (heard.at(-1) !== `key ${n}`) late.push(n)
  }

  expect(late).toEqual([])
})

test('more than fit into one script, all at once: each window counts by itself, and each key that is forgotten is told by its own name', async () => {
  await using both = await twoProcesses()
  const { one, other, heard } = both
  const keys = Array.from({ length: 450 }, (_, n) => `key ${n}`)
  await Promise.all(keys.map((key) => one.set(key, 'kept', 60)))

  const tallies = await Promise.all([...keys, 'key 7', 'key 7'].map((key, n) => one.count(`count of ${key}`, n === 7 ? 5 : 60)))
  await one.delete(keys)
  await other.count('n', 60)

  expect(tallies.map(({ count }) => count)).toEqual([...keys.map(() => 1), 2, 3])
  expect(tallies[7]?.endsInSeconds).toBe(5)
  expect(tallies.slice(-2).map(({ endsInSeconds }) => endsInSeconds)).toEqual([5, 5])
  expect(tallies[8]?.endsInSeconds).toBe(60)
  expect(heard.toSorted()).toEqual(keys.toSorted())
  expect(await Promise.all(keys.map((key) => other.get(key)))).toEqual(keys.map(() => undefined))
})

test('a broken connection is heard of as well, and changes are heard again when there is another', async () => {
  const { port } = new URL(inject('redisUrl'))
  const near = await freePort()
  const way = await forwardPort(near, Number(port))
  await using cache = openPatiently(`${newId()}:`, `redis://127.0.0.1:${near}`)
  await heardBy(cache)
  const heard: (string | undefined)[] = []
  cache.changes?.hear((key) => heard.push(key))

  await way[Symbol.asyncDispose]()
  await waitFor('the end of it', () => (heard.includes(undefined) ? true : undefined))
  expect(cache.changes?.isHeard()).toBe(false)
  await using _ = await forwardPort(near, Number(port))
  await heardBy(cache)
  await cache.delete(['a'])

  expect(heard.at(-1)).toBe('a')
})

test('a frozen Redis stops nobody: reads find nothing, counting goes on, and what was to be forgotten is when it is back', async () => {
  await using degrading = createDegradingCache(
    openRedis({ url: inject('redisUrl'), log: silentLog, keyPrefix: `${newId()}:` }),
    createMemoryCache(Date.now),
  )
  await degrading.set('kept', 'old', 60)
  await freezeProcess(inject('redisPid'))
  try {
    expect(await degrading.get('kept')).toBeUndefined()
    await degrading.delete(['kept'])
    expect((await degrading.count('n', 60)).count + (await degrading.count('n', 60)).count).toBe(3)
    await expect(degrading.ping()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  } finally {
    process.kill(inject('redisPid'), 'SIGCONT')
  }

  await waitFor('Redis', () =>
    degrading.ping().then(
      () => true,
      () => undefined,
    ),
  )
  expect(await degrading.get('kept')).toBeUndefined()
  await degrading.set('kept', 'new', 60)
  expect(await degrading.get('kept')).toBe('new')
})

test('of more than is remembered one by one nothing comes back after Redis was away, and other processes stop believing it too', async () => {
  await using both = await twoProcesses()
  const { other, heard, keyPrefix } = both
  const port = await freePort()
  const wire = await forwardPort(port, Number(new URL(inject('redisUrl')).port))
  await using degrading = createDegradingCache(
    openPatiently(keyPrefix, `redis://127.0.0.1:${port}/0`),
    createMemoryCache(Date.now),
  )
  const keys = Array.from({ length: 12_000 }, (_, n) => `session:${n}`)
  await Promise.all([...keys, 'search:1'].map((key) => degrading.set(key, 'old', 3600)))
  const lease = await other.lease('session:loading')
  await wire[Symbol.asyncDispose]()
  for (const key of keys) await degrading.delete([key])

  await using _wire = await forwardPort(port, Number(new URL(inject('redisUrl')).port))

  await waitFor('it to be gone', async () => ((await other.get('session:11999')) === undefined ? true : undefined))
  await waitFor('it to be paid', async () => ((await degrading.lease('session:11999')) === undefined ? undefined : true))
  const left = await Promise.all(keys.map((key) => degrading.get(key)))
  expect(left.filter((value) => value !== undefined)).toEqual([])
  expect(await degrading.get('search:1')).toBe('old')
  await other.fill('session:loading', { lease: lease ?? '', value: 'old', ttlSeconds: 60 })
  expect(await other.get('session:loading')).toBeUndefined()
  expect(new Set(heard)).toContain('session:11999')
})

test('what a process could not forget while it did not reach Redis is gone soon after, also if nobody asks it for anything', async () => {
  const keyPrefix = `${newId()}:`
  await using other = openPatiently(keyPrefix)
  const port = await freePort()
  const wire = await forwardPort(port, Number(new URL(inject('redisUrl')).port))
  await using degrading = createDegradingCache(
    openPatiently(keyPrefix, `redis://127.0.0.1:${port}/0`),
    createMemoryCache(Date.now),
  )
  await degrading.set('kept', 'old', 60)
  await wire[Symbol.asyncDispose]()
  await degrading.delete(['kept'])
  expect(await other.get('kept')).toBe('old')

  await using _wire = await forwardPort(port, Number(new URL(inject('redisUrl')).port))

  await waitFor('it to be gone', async () => ((await other.get('kept')) === undefined ? true : undefined))
})

test('what a process still owed when it ended is paid by the next one that starts', async () => {
  await using redis = openPatiently('')
  const key = `session:${newId()}`
  await redis.set(key, 'old', 3600)

  await using _ = await startServer({ environment: { REDIS_URL: inject('redisUrl') } })

  expect(await redis.get(key)).toBeUndefined()
})
