import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { sql } from '../../../server/stores/sql.ts'
import { signedIn } from '../../../src-shared/api/accounts.ts'
import { newId } from '../../../src-shared/ids.ts'
import { openTestServer, type TestServer } from '../../helpers/server/open-test-server.ts'
import { openTestCache } from '../../helpers/server/test-cache.ts'
import { openTestDatabase } from '../../helpers/server/test-database.ts'
import { waitFor } from '../../helpers/wait-for.ts'

// What one server decides about an account, another one on the same PostgreSQL and Redis goes by at once.

const store = await openTestDatabase()
const cache = openTestCache()
const [one, other] = [await openTestServer({ store, cache }), await openTestServer({ store, cache })]
const admin = await one.signUp()
await store.run(sql`UPDATE users SET is_superuser = true WHERE id = ${admin.userId}`)
afterAll(async () => {
  for (const each of [one, other, cache, store]) await each[Symbol.asyncDispose]()
})

async function signIn({ call, signUp }: TestServer) {
  const user = await signUp()
  const { email, password } = user
  return { ...user, ...signedIn.parse((await call('POST /auth/login', { body: { email, password } })).data) }
}

/** Asked twice, so that the second answer could come out of the cache. */
async function statusAt({ call }: TestServer, token: string): Promise<number> {
  await call('GET /users/me', { token })
  return (await call('GET /users/me', { token })).status
}

test('a device that is revoked at one server is out at the other', async () => {
  const { access_token: token, device_id } = await signIn(one)
  expect(await statusAt(other, token)).toBe(200)

  await one.call(`DELETE /devices/${device_id}`, { token })

  expect(await statusAt(other, token)).toBe(401)
})

test('an account that is disabled at one server is out at the other, and an erased one has left no key in Redis', async () => {
  const [disabled, erased] = [await signIn(one), await signIn(one)]
  for (const { token } of [disabled, erased]) {
    expect(await statusAt(other, token)).toBe(200)
    for (const route of ['GET /billing/subscription', 'GET /billing/quota/messages'] as const) await other.call(route, { token })
  }
  const keys = ['session:', 'subscription:', 'quota:'].map(
    (kind) => `${kind}${erased.userId}${kind === 'quota:' ? ':messages' : ''}`,
  )
  expect(await Promise.all(keys.map(async (key) => (await cache.get(key)) === undefined))).toEqual([false, false, false])

  await one.call(`PATCH /admin/users/${disabled.userId}`, { token: admin.token, body: { is_active: false } })
  await one.call(`DELETE /admin/users/${erased.userId}`, { token: admin.token })
  const finished = sql`SELECT user_id FROM erasures WHERE finished_at IS NOT NULL`
  await waitFor('the erasure', async () => ((await store.query(finished, z.unknown())).length === 1 ? true : undefined))

  expect(await Promise.all(keys.map((key) => cache.get(key)))).toEqual([undefined, undefined, undefined])
  expect([await statusAt(other, disabled.token), await statusAt(other, erased.token)]).toEqual([401, 401])
  // Whichever did the work has it on the list of its own machine.
  const lists = [...(await one.erasures.read()), ...(await other.erasures.read())]
  expect(lists.map(({ user_id }) => user_id)).toEqual([erased.userId])
})

test('what both servers have in their own memory is no older than the request: twenty devices, each out at the other at once', async () => {
  const environment = { ENABLE_RATE_LIMITING: 'true', TRUST_PROXY: '127.0.0.1' }
  const keyPrefix = `${newId()}:`
  const caches = [openTestCache(keyPrefix), openTestCache(keyPrefix)] as const
  for (const { changes } of caches) await waitFor('the subscription', () => (changes?.isHeard() === true ? true : undefined))
  await using near = await openTestServer({ store, cache: caches[0], environment })
  await using far = await openTestServer({ store, cache: caches[1], environment })
  const users = await Promise.all(Array.from({ length: 20 }, () => signIn(one)))
  const wrong: string[] = []

  for (const { access_token: token, device_id } of users) {
    for (let n = 0; n < 3; n++) if ((await far.call('GET /users/me', { token })).status !== 200) wrong.push('refused before')
    const { status } = await near.call(`DELETE /devices/${device_id}`, { token })
    if (status !== 200 || (await far.call('GET /users/me', { token })).status !== 401) wrong.push('let in after')
  }

  expect(wrong).toEqual([])
  for (const cache of caches) await cache[Symbol.asyncDispose]()
})
