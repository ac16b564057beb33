import { afterAll, expect, test } from 'vitest'
import { openPostgres } from '../../../server/stores/postgres.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { readExposition } from '../../helpers/server/read-exposition.ts'
import { silentLog } from '../../helpers/server/silent-log.ts'
import { createDatabase } from '../../helpers/server/test-database.ts'
import { waitFor } from '../../helpers/wait-for.ts'

const poolSize = 8
const store = openPostgres({ url: await createDatabase(), poolSize, log: silentLog })
const server = await openTestServer({ store })
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await store[Symbol.asyncDispose]()
})

async function scraped() {
  const exposed = readExposition((await server.call('GET /metrics')).text)
  const value = (name: string, state?: string) => exposed.value(name, { database: 'postgres', ...(state && { state }) })
  return {
    size: value('db_connection_pool_size'),
    inUse: value('db_connections', 'in_use'),
    idle: value('db_connections', 'idle'),
    awaited: value('db_connections_awaited'),
  }
}

/** So many transactions that do not end before they are let go. */
async function busy(count: number) {
  const going = Promise.withResolvers<void>()
  const begun = { count: 0 }
  const works = Array.from({ length: count }, () =>
    store.transact(async () => {
      begun.count++
      await going.promise
    }),
  )
  await waitFor('the transactions', () => (begun.count === Math.min(count, poolSize) ? true : undefined))
  return async () => {
    going.resolve()
    await Promise.all(works)
  }
}

test('db_connection_pool_size, db_connections and db_connections_awaited move with what is asked of the pool', async () => {
  const letGo = await busy(5)
  const during = await scraped()
  await letGo()
  const after = await scraped()
  const letAllGo = await busy(poolSize + 3)
  const full = scraped()
  await letAllGo()

  expect(during).toMatchObject({ inUse: 5, awaited: 0 })
  expect(during.size).toBe(5 + (during.idle ?? 0))
  expect(after).toMatchObject({ inUse: 0, awaited: 0 })
  expect(after.idle).toBeGreaterThanOrEqual(5)
  expect(await full).toEqual({ size: poolSize, inUse: poolSize, idle: 0, awaited: 3 })
})
