import { afterAll, expect, test } from 'vitest'
import { recentUsers } from '../../server/accounts/recent-users.ts'
import { createMemoryCache } from '../../server/stores/memory-cache.ts'
import { sql } from '../../server/stores/sql.ts'
import type { SqlStore } from '../../server/stores/sql-store.ts'
import { signedIn } from '../../src-shared/api/accounts.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { openTestServer, type TestServer } from '../helpers/server/open-test-server.ts'
import { readExposition } from '../helpers/server/read-exposition.ts'
import { ask, startServer } from '../helpers/server/start-server.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { waitFor } from '../helpers/wait-for.ts'

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())

const never = new AbortController().signal
const minute = 60_000

/** Somebody who was there. */
async function signIn({ call, signUp }: TestServer) {
  const user = await signUp()
  const { email, password } = user
  const token = signedIn.parse((await call('POST /auth/login', { body: { email, password } })).data).access_token
  return { ...user, token }
}

const keysOf = (userId: string) => ['session', 'subscription', 'quota'].map((kind) => `${kind}:${userId}`)
const kept = ({ cache }: TestServer, userId: string) =>
  Promise.all(
    [...keysOf(userId).slice(0, 2), `quota:${userId}:messages`, `quota:${userId}:api_calls`].map(
      async (key) => (await cache.get(key)) !== undefined,
    ),
  )

/** The next round is this server's. */
const nextRound = () => {
  server.clock.at += 4 * minute
}

test('who is there finds what he will ask for, with what is true now', async () => {
  const user = await signIn(server)
  await server.cache.delete([`session:${user.userId}`])
  nextRound()

  expect(await server.warming.warm(never)).toBeGreaterThan(0)

  expect(await kept(server, user.userId)).toEqual([true, true, true, true])
  expect(await server.cache.get(`subscription:${user.userId}`)).toMatchObject({ plan_type: 'free' })
  expect((await server.call('GET /billing/quota/messages', { token: user.token })).data).toMatchObject({ remaining: 1000 })
})

test('a quota lasts until the next round, however old it was', async () => {
  const { userId } = await signIn(server)
  nextRound()
  await server.warming.warm(never)
  server.clock.at += 4 * minute
  await server.warming.warm(never)

  server.clock.at += 4 * minute

  expect(await kept(server, userId)).toEqual([true, true, true, true])
})

test('who was not there for long is not read for', async () => {
  const { userId } = await signIn(server)
  server.clock.at += 41 * minute

  await server.warming.warm(never)

  expect(await kept(server, userId)).toEqual([false, false, false, false])
})

test('nobody counts it as a read, so the share of hits stays what users see', async () => {
  const { userId } = await signIn(server)
  const reads = async () => {
    const exposed = readExposition((await server.call('GET /metrics')).text)
    return ['hit', 'miss'].map((outcome) => exposed.value('cache_reads_total', { cache_type: 'quota', outcome }) ?? 0)
  }
  nextRound()

  const before = await reads()
  await server.warming.warm(never)

  expect(await reads()).toEqual(before)
  expect(await server.cache.get(`quota:${userId}:messages`)).toBeDefined()
})

test('of the processes that share a cache one warms it, and the next round has its process too', async () => {
  await signIn(server)
  await using other = await openTestServer({ store: server.store, cache: server.cache })
  nextRound()
  const users = await server.warming.warm(never)

  expect(users).toBeGreaterThan(0)
  expect(await server.warming.warm(never)).toBe(0)
  other.clock.at = server.clock.at
  expect(await other.warming.warm(never)).toBe(0)
  expect(await server.cache.get('warming:turn')).toBe(3)
})

test('a plan that changes while it is read is not kept as it was', async () => {
  const { userId, token } = await signIn(server)
  const changing: SqlStore = {
    ...server.store,
    async query(statement, row) {
      const rows = await server.store.query(statement, row)
      if (statement.text.includes('FROM subscriptions WHERE user_id') && statement.values.includes(userId))
        await server.call('PUT /billing/subscription', { token, body: { plan_type: 'pro', billing_cycle: 'monthly' } })
      return rows
    },
  }
  await using warming = await openTestServer({ store: changing, cache: server.cache })
  nextRound()
  warming.clock.at = server.clock.at

  await warming.warming.warm(never)

  expect((await server.call('GET /billing/subscription', { token })).data).toMatchObject({ plan_type: 'pro' })
})

test('a database that is away ends the round and nothing else; a stop ends it after the user it is at', async () => {
  const away = () => Promise.reject(new AppError('STORE_UNAVAILABLE', { store: 'postgres', retry_after: 5 }))
  await using ill = await openTestServer({ store: { ...server.store, stale: { query: away } } })
  const users = Array.from({ length: 3 }, () => signIn(server))
  await Promise.all(users)
  const stopping = new AbortController()
  stopping.abort()
  nextRound()

  expect(await ill.warming.warm(never)).toBe(0)
  expect(await server.warming.warm(stopping.signal)).toBe(0)
})

test('where other processes could not say what changed, nothing is read that would be believed for seconds only', async () => {
  const { userId } = await signIn(server)
  const cache = createMemoryCache(() => server.clock.at)
  await using alone = await openTestServer({ cache, store: server.store, environment: { ENABLE_CACHE: 'false' } })
  alone.clock.at = server.clock.at

  await alone.warming.warm(never)

  expect(await kept(alone, userId)).toEqual([false, false, false, false])
})

test('as many as are asked for, the latest first, and nobody for a device that was revoked', async () => {
  await using own = await openTestServer()
  const ids: string[] = []
  for (let n = 0; n < 3; n++) {
    own.clock.at += minute
    ids.unshift((await signIn(own)).userId)
  }
  const since = new Date(own.clock.at - 10 * minute)

  expect(await recentUsers(own.store, since, 2)).toEqual(ids.slice(0, 2))
  await own.store.run(sql`UPDATE devices SET revoked_at = last_seen_at WHERE user_id = ${ids[0] ?? null}`)
  expect(await recentUsers(own.store, since, 2)).toEqual(ids.slice(1))
})

test('a server that was started again knows who was there: cache_warmed_total, and the first question is answered by the cache', async () => {
  using folder = tempFolder()
  const account = { email: 'a@example.org', password: 'long enough' }
  const first = await startServer({ data: folder.path })
  await ask(first.url, 'POST /auth/register', { body: account })
  const { access_token: token } = signedIn.parse((await ask(first.url, 'POST /auth/login', { body: account })).data)
  await first.kill('SIGTERM')
  await using second = await startServer({ data: folder.path })
  const exposed = async () => readExposition(await (await fetch(`${second.url}/metrics`)).text())
  await waitFor('the warm caches', async () => {
    const warmed = (await exposed()).value('cache_warmed_total', { cache_type: 'quota' })
    return warmed === 2 ? true : undefined
  })

  await ask(second.url, 'GET /billing/quota/messages', { token })

  const reads = (cache_type: string, outcome: string) =>
    exposed().then((all) => all.value('cache_reads_total', { cache_type, outcome }))
  expect([await reads('quota', 'hit'), await reads('quota', 'miss')]).toEqual([1, undefined])
  expect([await reads('session', 'hit'), await reads('session', 'miss')]).toEqual([1, undefined])
})
