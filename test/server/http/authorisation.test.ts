import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { mayDo, permissions } from '../../../server/http/access.ts'
import { sql } from '../../../server/stores/sql.ts'
import { reservation } from '../../../src-shared/api/usage.ts'
import { newId } from '../../../src-shared/ids.ts'
import { badTokens } from '../../helpers/server/bad-tokens.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'

const server = await openTestServer()
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
  return `${method} ${path.replace('{resource_type}', 'messages').replace('{reservation_id}', id)}` as `${string} /${string}`
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
const tokens = await badTokens(server, owner)

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

  test.each(closed)('%s to an account that was disabled or deleted', async (route) => {
    const [disabled, deleted] = [await server.signUp(), await server.signUp()]
    await server.store.run(sql`UPDATE users SET is_active = false WHERE id = ${disabled.userId}`)
    await server.store.run(sql`DELETE FROM users WHERE id = ${deleted.userId}`)

    const answers = await Promise.all([disabled, deleted].map(({ token }) => server.call(called(route), { token })))

    expect(answers.map(({ status, error }) => [status, error?.code])).toEqual([
      [401, 'UNAUTHENTICATED'],
      [401, 'UNAUTHENTICATED'],
    ])
  })
})

test('an id of somebody else leads nowhere on any route that takes one, and changes nothing', async () => {
  const other = await server.signUp()
  const body = { resource_type: 'messages', quantity: 5 }
  const { reservation_id } = reservation.parse((await server.call('POST /usage/reservations', { token: owner.token, body })).data)
  const before = await server.store.query(sql`SELECT state FROM quota_reservations WHERE id = ${reservation_id}`, z.unknown())
  const withId = closed.filter((route) => route.includes('_id}'))

  const answers = await Promise.all(
    withId.map((route) =>
      server.call(called(route, reservation_id), {
        token: other.token,
        ...(route.startsWith('POST') ? { body: { quantity: 1 } } : {}),
      }),
    ),
  )

  expect(withId.length).toBeGreaterThan(1)
  expect(answers.map(({ error }) => error?.code)).toEqual(withId.map(() => 'NOT_FOUND'))
  expect(await server.store.query(sql`SELECT state FROM quota_reservations WHERE id = ${reservation_id}`, z.unknown())).toEqual(
    before,
  )
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
