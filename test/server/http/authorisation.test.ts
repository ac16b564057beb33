import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { mayDo, permissions } from '../../../server/http/access.ts'
import { type Sql, sql } from '../../../server/stores/sql.ts'
import { type Role, role, signedIn } from '../../../src-shared/api/accounts.ts'
import { document, documentList } from '../../../src-shared/api/knowledge.ts'
import { hybridFound } from '../../../src-shared/api/search.ts'
import { taskStarted } from '../../../src-shared/api/tasks.ts'
import { reservation } from '../../../src-shared/api/usage.ts'
import { newId } from '../../../src-shared/ids.ts'
import { badTokens } from '../../helpers/server/bad-tokens.ts'
import { clientModel, embeddedDocument, embeddedQuery } from '../../helpers/server/embedded-words.ts'
import { openTestServer, type TestUser } from '../../helpers/server/open-test-server.ts'

const server = await openTestServer({ environment: clientModel })
afterAll(() => server[Symbol.asyncDispose]())

const openApi = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ security: z.array(z.unknown()).optional() }))),
})

/** As the server itself lists them: a route that is added tomorrow is in here. */
const { paths } = openApi.parse(server.app.swagger())
const routes = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { security }]) => ({
    route: `${method.toUpperCase()} ${path}` as const,
    isPublic: security === undefined,
  })),
)
const closed = routes.filter(({ isPublic }) => !isPublic).map(({ route }) => route)

/** With a real resource type and an id that nobody has. */
const called = (route: string, id: string = newId()) => {
  const [method, path = ''] = route.split(' ')
  return `${method} ${path.replace('{resource_type}', 'messages').replace(/\{\w+_id\}/, id)}` as `${string} /${string}`
}

test('what is open to everybody is this and nothing else', () => {
  expect(
    routes
      .filter(({ isPublic }) => isPublic)
      .map(({ route }) => route)
      .toSorted(),
  ).toEqual([
    'GET /billing/plans',
    'GET /health',
    'GET /metrics',
    'GET /ready',
    'POST /auth/email/confirm',
    'POST /auth/login',
    'POST /auth/logout',
    'POST /auth/password/forgot',
    'POST /auth/password/reset',
    'POST /auth/refresh',
    'POST /auth/register',
    'POST /auth/verify',
    'POST /billing/webhook',
  ])
  expect(closed.length).toBeGreaterThan(8)
})

const owner = await server.signUp()
const { device_id: deviceId } = signedIn.parse(
  (await server.call('POST /auth/login', { body: { email: owner.email, password: owner.password } })).data,
)

const { task_id: taskId } = taskStarted.parse((await server.call('POST /users/me/export', { token: owner.token })).data)

const made = await server.call('POST /knowledge/documents', {
  token: owner.token,
  body: embeddedDocument('secret.txt', ['The secret of the owner.']),
})
const { document_id: documentId } = document.parse(made.data)

/** What a route that takes an id needs besides, so that it is the id that leads nowhere. */
const goodBodies: Readonly<Record<string, object>> = {
  'POST /usage/reservations/{reservation_id}/commit': { quantity: 1 },
  'PATCH /devices/{device_id}': { name: 'Not his' },
  'PUT /chat/history/{message_id}/feedback': { session_id: newId(), timestamp: '2026-03-10T10:00:00Z', score: 1 },
}
/** Of two users the same id names two documents. */
const namesHisOwn = 'PUT /knowledge/documents/{document_id}'
const tokens = await badTokens(server, owner)

test('the tokens that open nothing are forged in more than forty ways, and two were good once', () => {
  const forged = tokens.filter(([name]) => !['none', 'expired', 'of before the password changed'].includes(name))

  expect(new Set(forged.map(([, token]) => token)).size).toBe(forged.length)
  expect(forged.length).toBeGreaterThan(40)
})

describe('every other route refuses, before it reads anything of the request,', () => {
  test.each(closed)('%s without a valid token', async (route) => {
    const answers = await Promise.all(
      tokens.map(async ([name, token]) => {
        const { status, error } = await server.call(called(route), {
          body: { nonsense: true },
          ...(token === undefined ? {} : { token }),
        })
        return [name, status, error?.code]
      }),
    )

    expect(answers).toEqual(tokens.map(([name]) => [name, 401, name === 'expired' ? 'TOKEN_EXPIRED' : 'UNAUTHENTICATED']))
  })

  test.each(closed)('%s to an account that was disabled or deleted, an administrator’s too', async (route) => {
    const [disabled, deleted, admin] = [await server.signUp(), await server.signUp(), await signUpAs('admin')]
    const ids = sql`${disabled.userId}, ${admin.userId}`
    await server.store.run(sql`UPDATE users SET is_active = false WHERE id IN (${ids})`)
    await server.cache.delete([`session:${admin.userId}`])
    await server.store.run(sql`DELETE FROM users WHERE id = ${deleted.userId}`)

    const answers = await Promise.all([disabled, deleted, admin].map(({ token }) => server.call(called(route), { token })))

    expect(answers.map(({ status, error }) => [status, error?.code])).toEqual([
      [401, 'UNAUTHENTICATED'],
      [401, 'UNAUTHENTICATED'],
      [401, 'UNAUTHENTICATED'],
    ])
  })
})

/** What makes an account one of this role. */
const madeOf = {
  user: sql`subscription_plan = 'free'`,
  pro_user: sql`subscription_plan = 'pro'`,
  enterprise_user: sql`subscription_plan = 'enterprise'`,
  admin: sql`is_superuser = true`,
} as const satisfies Record<Role, Sql>

async function signUpAs(role: Role): Promise<TestUser> {
  const user = await server.signUp()
  await server.store.run(sql`UPDATE users SET ${madeOf[role]} WHERE id = ${user.userId}`)
  await server.cache.delete([`session:${user.userId}`])
  const { data } = await server.call('GET /users/me', { token: user.token })
  expect(data).toMatchObject({ role })
  return user
}

const documentOfOwner = async () => (await server.call(`GET /knowledge/documents/${documentId}`, { token: owner.token })).data

/** What the databases have of the owner. */
const ofOwner = async () => [await documentOfOwner(), ...(await rowsOfOwner())]

const rowsOfOwner = async () =>
  Promise.all(
    [
      sql`SELECT * FROM users WHERE id = ${owner.userId}`,
      sql`SELECT * FROM subscriptions WHERE user_id = ${owner.userId}`,
      sql`SELECT * FROM quotas WHERE user_id = ${owner.userId}`,
      sql`SELECT * FROM quota_reservations WHERE user_id = ${owner.userId}`,
      sql`SELECT * FROM usage_ledger WHERE user_id = ${owner.userId}`,
      sql`SELECT * FROM devices WHERE user_id = ${owner.userId}`,
      sql`SELECT * FROM jobs WHERE user_id = ${owner.userId}`,
    ].map((statement) => server.store.query(statement, z.unknown())),
  )

describe.each(role.options)('as %s', (name) => {
  test('every route that is not for administrators may be called, and those of administrators by them only', async () => {
    const { token } = await signUpAs(name)

    const answers = await Promise.all(closed.map((route) => server.call(called(route), { token, body: { nonsense: true } })))

    const refused = closed.filter((_, index) => answers[index]?.error?.code === 'FORBIDDEN')
    expect(refused).toEqual(closed.filter((route) => route.includes(' /admin') && name !== 'admin'))
    expect(answers.map(({ status }) => status)).not.toContain(401)
  })

  test('an id of somebody else leads nowhere on any route that takes one, and changes nothing', async () => {
    const other = await signUpAs(name)
    const body = { resource_type: 'messages', quantity: 5 }
    const held = await server.call('POST /usage/reservations', { token: owner.token, body })
    const { reservation_id } = reservation.parse(held.data)
    const withId = closed.filter((route) => route.includes('_id}') && !route.includes(' /admin') && route !== namesHisOwn)
    const before = await ofOwner()

    const answers = await Promise.all(
      withId.flatMap((route) => {
        const body = goodBodies[route]
        return [reservation_id, deviceId, taskId, documentId, owner.userId, newId()].map((id) =>
          server.call(called(route, id), { token: other.token, ...(body === undefined ? {} : { body }) }),
        )
      }),
    )

    expect(withId.length).toBeGreaterThan(1)
    // Not even that it exists: the same answer as for an id that nobody has.
    expect(new Set(answers.map(({ error }) => JSON.stringify(error))).size).toBe(1)
    expect(answers[0]?.error?.code).toBe('NOT_FOUND')
    expect(await ofOwner()).toEqual(before)
  })

  test('the id of somebody else’s document names another document, and no search finds his', async () => {
    const { token } = await signUpAs(name)
    const before = await ofOwner()

    const body = embeddedDocument('mine.txt', ['The secret of another.'])
    const put = await server.call(`PUT /knowledge/documents/${documentId}`, { token, body })
    const found = await server.call('POST /search/hybrid', { token, body: embeddedQuery('the secret of the owner') })
    const listed = await server.call('GET /knowledge/documents', { token })

    expect(put.status).toBe(200)
    expect(hybridFound.parse(found.data).results.map(({ content }) => content)).toEqual(['The secret of another.'])
    expect(documentList.parse(listed.data).items).toEqual([document.parse(put.data)])
    expect(await ofOwner()).toEqual(before)
  })

  test('the id of somebody else’s use names another use, and tells nothing of his', async () => {
    const other = await signUpAs(name)
    const use = { usage_id: newId(), resource_type: 'messages', quantity: 3, occurred_at: '2026-03-10T10:00:00Z' }
    await server.call('POST /usage', { token: owner.token, body: { records: [use] } })
    const before = await ofOwner()

    const { data } = await server.call('POST /usage', { token: other.token, body: { records: [{ ...use, quantity: 7 }] } })

    expect(data).toEqual({ accepted: 1, duplicates: 0 })
    expect(await ofOwner()).toEqual(before)
  })
})

test('with HS256 configured only that is taken, signed with the secret', async () => {
  await using shared = await openTestServer({
    store: server.store,
    environment: { JWT_ALGORITHM: 'HS256', JWT_SECRET_KEY: 's'.repeat(32) },
  })
  const user = await shared.signUp()
  const bad = (await badTokens(shared, user)).filter(([name]) => name !== 'HS256 with the secret')

  const answers = await Promise.all(
    [...bad, ['EdDSA', owner.token] as const].map(([, token]) => shared.call('GET /users/me', { token })),
  )

  expect((await shared.call('GET /users/me', { token: user.token })).status).toBe(200)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]))
})

test('only an administrator administers', () => {
  const who = (['user', 'pro_user', 'enterprise_user', 'admin'] as const).filter((role) => mayDo(role, 'users:administer'))

  expect(who).toEqual(['admin'])
  expect(permissions.filter((permission) => !mayDo('user', permission))).toEqual(['users:administer'])
})
