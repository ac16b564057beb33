import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { CacheStore } from '../../../server/stores/cache-store.ts'
import { type Sql, sql } from '../../../server/stores/sql.ts'
import { readOne, type SqlStore } from '../../../server/stores/sql-store.ts'
import { refreshed } from '../../../src-shared/api/accounts.ts'
import { newId } from '../../../src-shared/ids.ts'
import { holdLock, waitForBlocked, waitForQuiet } from '../../helpers/server/hold-lock.ts'
import { openTestServer, type TestServer, type TestUser } from '../../helpers/server/open-test-server.ts'
import { openTestCache } from '../../helpers/server/test-cache.ts'
import { openTestDatabase } from '../../helpers/server/test-database.ts'
import { waitFor } from '../../helpers/wait-for.ts'

// What happens beside a change of the password, on a PostgreSQL with sessions of its own and a Redis that two servers share.

const store = await openTestDatabase()
const cache = openTestCache()
const server = await openTestServer({ store, cache })
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await cache[Symbol.asyncDispose]()
  await store[Symbol.asyncDispose]()
})

const changed = 'a changed password'
const changePassword = ({ token, password }: TestUser) =>
  server.call('PATCH /users/me', { token, body: { current_password: password, password: changed } })
const signIn = (by: TestServer, { email }: TestUser, password: string) =>
  by.call('POST /auth/login', { body: { email, password } })
const refresh = (refresh_token: string) => server.call('POST /auth/refresh', { body: { refresh_token } })

const me = (by: TestServer, token: string) => by.call('GET /users/me', { token })

const auditLock = sql`SELECT pg_advisory_xact_lock(4871002)`

/** The same database, whose answers to the first such statement arrive when they are let through. */
function holdAnswer(isMeant: (statement: Sql) => boolean) {
  const [reached, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const slow: SqlStore = {
    ...store,
    async query(statement, row) {
      const rows = await store.query(statement, row)
      if (!isMeant(statement)) return rows
      reached.resolve()
      await gate.promise
      return rows
    },
  }
  return { slow, reached: reached.promise, letThrough: gate.resolve }
}

test('a session that another process reads beside the change refuses none of the new tokens', async () => {
  const user = await server.signUp()
  const { slow, reached, letThrough } = holdAnswer(({ text }) => text.includes('FROM users WHERE id'))
  await using other = await openTestServer({ store: slow, cache })
  const reading = me(other, user.token)
  await reached

  expect((await changePassword(user)).status).toBe(200)
  letThrough()
  await reading
  const { access_token } = refreshed.parse((await signIn(server, user, changed)).data)

  expect((await me(server, access_token)).status).toBe(200)
  expect((await me(other, access_token)).status).toBe(200)
  expect((await me(other, user.token)).status).toBe(401)
})

test('a process that ends between the commit and the forgetting leaves no session of before', async () => {
  const user = await server.signUp()
  const other = refreshed.parse((await signIn(server, user, user.password)).data)
  expect((await me(server, other.access_token)).status).toBe(200)
  const dead: CacheStore = {
    ...cache,
    delete: (keys) =>
      keys.includes(`session:${user.userId}`) ? Promise.reject(new Error('the process was killed')) : cache.delete(keys),
  }
  await using dying = await openTestServer({ store, cache: dead })

  const body = { current_password: user.password, password: changed }
  expect((await dying.call('PATCH /users/me', { token: user.token, body })).status).toBe(500)

  expect((await me(server, other.access_token)).status).toBe(401)
  const { access_token } = refreshed.parse((await signIn(server, user, changed)).data)
  expect((await me(server, access_token)).status).toBe(200)
})

test('whoever signs in with the old password while the new one is being set gets nothing', async () => {
  const user = await server.signUp()
  const held = await holdLock(store, auditLock)
  const changing = changePassword(user)
  await waitForBlocked(store, 1)
  const entering = signIn(server, user, user.password)
  await waitForBlocked(store, 2)

  await held.release()

  expect((await changing).status).toBe(200)
  expect((await entering).error?.code).toBe('INVALID_CREDENTIALS')
})

test('a sign-in with the old password that was a moment quicker ends with the change', async () => {
  const user = await server.signUp()
  const held = await holdLock(store, auditLock)
  const entering = signIn(server, user, user.password)
  await waitForBlocked(store, 1)
  const changing = changePassword(user)
  await waitForBlocked(store, 2)

  await held.release()

  expect((await changing).status).toBe(200)
  const { access_token, refresh_token } = refreshed.parse((await entering).data)
  expect((await me(server, access_token)).status).toBe(401)
  expect((await refresh(refresh_token)).error?.code).toBe('INVALID_REFRESH_TOKEN')
})

test.each([
  ['sets no other', 'PATCH /users/me'],
  ['does not delete the account', 'DELETE /users/me'],
] as const)('whoever knows only the old password %s, also when it was shown before the owner reset it', async (_, route) => {
  const user = await server.signUp()
  await server.call('POST /auth/password/forgot', { body: { email: user.email } })
  const letter = await waitFor('the code', () => server.letters.filter(({ to }) => to === user.email)[1])
  const code = /^[\w-]{43}$/m.exec(letter.text)?.[0]
  const held = await holdLock(store, sql`SELECT id FROM users WHERE id = ${user.userId} FOR NO KEY UPDATE`)
  const resetting = server.call('POST /auth/password/reset', { body: { token: code, password: changed } })
  await waitForBlocked(store, 1)
  const body = { current_password: user.password, ...(route.startsWith('PATCH') ? { password: 'what a thief wants' } : {}) }
  const stealing = server.call(route, { token: user.token, body })
  await waitForBlocked(store, 2)

  await held.release()

  expect((await resetting).status).toBe(200)
  expect((await stealing).error?.code).toBe('INVALID_CREDENTIALS')
  expect((await signIn(server, user, changed)).status).toBe(200)
})

test('a refresh token that is exchanged while the password is being changed brings nothing', async () => {
  const user = await server.signUp()
  const { refresh_token } = refreshed.parse((await signIn(server, user, user.password)).data)
  const held = await holdLock(store, auditLock)
  const changing = changePassword(user)
  await waitForBlocked(store, 1)
  const exchanging = refresh(refresh_token)
  await waitForBlocked(store, 2)

  await held.release()

  expect((await changing).status).toBe(200)
  expect((await exchanging).error?.code).toBe('INVALID_REFRESH_TOKEN')
})

test.each([
  ['another address', 'POST /users/me/email', 'email'],
  ['a new password', 'POST /auth/password/forgot', 'reset'],
] as const)(
  'a code for %s that is asked for while the password is being changed does not outlive it',
  async (_, route, purpose) => {
    const user = await server.signUp()
    const address = purpose === 'email' ? `${newId()}@example.org` : user.email
    const body = { email: address, ...(purpose === 'email' ? { current_password: user.password } : {}) }
    const ofPurpose = () =>
      server.letters.filter(({ to, text }) => to === address && !text.startsWith('Welcome') && /^[\w-]{43}$/m.test(text))
    const held = await holdLock(store, auditLock)
    const changing = changePassword(user)
    await waitForBlocked(store, 1)
    expect((await server.call(route, { token: user.token, body })).status).toBe(200)
    await waitForBlocked(store, 2, () => ofPurpose().length > 0)

    await held.release()

    expect((await changing).status).toBe(200)
    await waitForQuiet(store)
    const left = sql`SELECT count(*)::int AS n FROM mailed_tokens WHERE user_id = ${user.userId} AND purpose = ${purpose}`
    expect([await readOne(store, left, z.unknown()), ofPurpose()]).toEqual([{ n: 0 }, []])
  },
)

test('twenty exchanges of one token at once bring one and the same, and only that one goes on', async () => {
  const user = await server.signUp()
  const { refresh_token } = refreshed.parse((await signIn(server, user, user.password)).data)

  const all = await Promise.all(Array.from({ length: 20 }, () => refresh(refresh_token)))

  const brought = new Set(all.map(({ data }) => refreshed.parse(data).refresh_token))
  expect(brought.size).toBe(1)
  const open = sql`
    SELECT count(*)::int AS n FROM refresh_tokens t JOIN token_families f ON f.id = t.family_id
    WHERE f.user_id = ${user.userId} AND t.used_at IS NULL`
  expect(await readOne(store, open, z.unknown())).toEqual({ n: 1 })
})
