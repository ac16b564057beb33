import { afterAll, describe, expect, test } from 'vitest'
import { createDegradingCache } from '../../../server/stores/degrading-cache.ts'
import { createMemoryCache } from '../../../server/stores/memory-cache.ts'
import { openRedis } from '../../../server/stores/redis-cache.ts'
import { health } from '../../../src-shared/api/health.ts'
import { newId } from '../../../src-shared/ids.ts'
import { freezeProcess } from '../../helpers/freeze-process.ts'
import { startRedisCluster } from '../../helpers/server/redis-cluster.ts'
import { silentLog } from '../../helpers/server/silent-log.ts'
import { startServer } from '../../helpers/server/start-server.ts'
import { createDatabase } from '../../helpers/server/test-database.ts'
import { waitFor } from '../../helpers/wait-for.ts'
import { expectLastUnitTakenOnce } from '../usage/last-unit.ts'
import { keepsCacheContract } from './cache-contract.ts'

const cluster = await startRedisCluster()
// Whether it answers in time is what the test of a frozen node is about.
const cache = openRedis({ nodes: cluster.nodes.slice(0, 1), log: silentLog, keyPrefix: `${newId()}:`, isPatient: true })
afterAll(async () => {
  await cache[Symbol.asyncDispose]()
  await cluster[Symbol.asyncDispose]()
})

describe('a Redis Cluster keeps the contract of a cache', () => {
  keepsCacheContract(() => cache)
})

test('keys of all nodes are kept, and forgotten together, by whoever knows one node', async () => {
  const keys = Array.from({ length: 60 }, () => newId())

  for (const key of keys) await cache.fill(key, { lease: (await cache.lease(key)) ?? '', value: key, ttlSeconds: 60 })

  expect(await Promise.all(keys.map((key) => cache.get(key)))).toEqual(keys)
  await cache.delete(keys)
  expect(await Promise.all(keys.map((key) => cache.get(key)))).toEqual(keys.map(() => undefined))
})

test('with one node frozen the whole cluster counts as away, nobody waits for it, and it is used again when it is whole', async () => {
  const settings = { nodes: cluster.nodes.slice(0, 1), log: silentLog, keyPrefix: `${newId()}:` }
  await using degrading = createDegradingCache(openRedis(settings), createMemoryCache(Date.now))
  const keys = Array.from({ length: 30 }, () => newId())
  for (const key of keys) await degrading.set(key, 'old', 60)
  const [pid = 0] = cluster.pids
  await freezeProcess(pid)
  try {
    await Promise.all(keys.map((key) => degrading.delete([key])))
    await expect(degrading.ping()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    const began = performance.now()
    for (const key of keys) expect(await degrading.get(key)).toBeUndefined()
    // Thirty that each waited for an answer would take 7.5 s.
    expect(performance.now() - began).toBeLessThan(5000)
  } finally {
    process.kill(pid, 'SIGCONT')
  }

  const isWhole = () =>
    degrading.ping().then(
      () => true,
      () => undefined,
    )
  await waitFor('the cluster', isWhole)
  expect(await Promise.all(keys.map((key) => degrading.get(key)))).toEqual(keys.map(() => undefined))
})

test('two processes share a cluster, and of a hundred one gets the last unit', async () => {
  const environment = {
    ...{ DATABASE_URL: await createDatabase(), JWT_SECRET_KEY: 'k'.repeat(32), ENABLE_RATE_LIMITING: 'false' },
    REDIS_CLUSTER_NODES: cluster.nodes.map(({ host, port }) => `${host}:${port}`).join(','),
  }
  const [one, other] = await Promise.all([startServer({ environment }), startServer({ environment })])
  await using _one = one
  await using _other = other

  await expectLastUnitTakenOnce([one.url, other.url])

  const healthNow = async () => health.parse(await (await fetch(`${one.url}/health`)).json())
  expect((await healthNow()).stores.redis).toBe('redis')
  // A machine that has just served a hundred at once may have been too late for one question.
  await waitFor('Redis to be well', async () => (await healthNow()).services.redis === 'healthy' || undefined)
})
