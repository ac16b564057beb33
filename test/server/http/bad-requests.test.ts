import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { sql } from '../../../server/stores/sql.ts'
import { refreshed } from '../../../src-shared/api/accounts.ts'
import { newId } from '../../../src-shared/ids.ts'
import { type Body, badBody, brokenPayloads, hostileSegments, sentSql, surplusFields } from '../../helpers/server/bad-requests.ts'
import { clientModel, embeddedDocument, embeddedQuery } from '../../helpers/server/embedded-words.ts'
import { injectedOperators, injectedTexts, textPlaces, withPlace } from '../../helpers/server/injections.ts'
import { type Answered, openTestServer } from '../../helpers/server/open-test-server.ts'
import { logTo } from '../../helpers/server/silent-log.ts'

const logged: string[] = []
const server = await openTestServer({ environment: clientModel, log: logTo((line) => void logged.push(line)) })
afterAll(() => server[Symbol.asyncDispose]())

const victim = await server.signUp()
const attacker = await server.signUp()
const admin = await server.signUp()
await server.store.run(sql`UPDATE users SET is_superuser = true WHERE id = ${admin.userId}`)
const { email, password } = attacker
const signedIn = refreshed.parse((await server.call('POST /auth/login', { body: { email, password } })).data)

/** One good body for each operation that takes one; an operation that is not in here fails the first test. */
const bodies: Readonly<Record<string, Body>> = {
  'POST /auth/register': { email: 'canary-new@example.org', password: 'canary password of nobody' },
  'POST /auth/login': { email: victim.email, password: 'canary guess at a password' },
  'POST /auth/refresh': { refresh_token: 'canary-refresh-token' },
  'POST /auth/logout': { refresh_token: 'canary-refresh-token' },
  'POST /auth/verify': { token: 'canary-one-time-token' },
  'POST /auth/password/forgot': { email: 'canary-forgot@example.org' },
  'POST /auth/password/reset': { token: 'canary-one-time-token', password: 'canary password of nobody' },
  'POST /auth/email/confirm': { token: 'canary-one-time-token' },
  'POST /users/me/email': { current_password: 'canary guess at a password', email: 'canary-change@example.org' },
  'PATCH /users/me': { current_password: 'canary guess at a password', password: 'canary password of nobody' },
  'DELETE /users/me': { current_password: 'canary guess at a password' },
  'PATCH /devices/{device_id}': { name: 'canary of a device' },
  'PUT /billing/subscription': { plan_type: 'free', billing_cycle: 'monthly' },
  'POST /billing/subscription/preview': { plan_type: 'pro', billing_cycle: 'monthly' },
  'POST /billing/checkout': { plan_type: 'pro', billing_cycle: 'monthly' },
  'POST /knowledge/documents': embeddedDocument('canary.txt', ['canary of a document']),
  'PUT /knowledge/documents/{document_id}': { source: 'canary.txt', content: 'canary of a document' },
  'POST /search/semantic': { ...embeddedQuery('canary of a query'), top_k: 5 },
  'POST /search/hybrid': {
    ...embeddedQuery('canary of a query'),
    weights: { vector: 1, text: 0 },
    filters: { tags: ['canary'] },
  },
  'POST /usage': {
    records: [{ usage_id: newId(), resource_type: 'messages', quantity: 1, occurred_at: '2026-03-10T10:00:00Z' }],
  },
  'POST /usage/reservations': { resource_type: 'messages', quantity: 1 },
  'POST /usage/reservations/{reservation_id}/commit': { quantity: 1 },
  'POST /chat/message': { message: 'canary of a message', use_rag: true },
  'PUT /chat/history/{message_id}/feedback': { session_id: newId(), timestamp: '2026-03-10T10:00:00Z', score: 1 },
  'POST /admin/users/find': { email: 'canary-find@example.org' },
  'PATCH /admin/users/{user_id}': { is_active: true, is_superuser: false },
  'PUT /admin/users/{user_id}/plan': { plan_type: 'pro', billing_cycle: 'monthly' },
}

const operation = z.object({ requestBody: z.unknown().optional() })
const openApi = z.object({ paths: z.record(z.string(), z.record(z.string(), operation)) })
const operations = Object.entries(openApi.parse(server.app.swagger()).paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { requestBody }]) => ({
    ...{ route: `${method.toUpperCase()} ${path}`, takesBody: requestBody !== undefined },
  })),
)

const at = (route: string, segment: string = newId()) => route.replace(/\{\w+\}/, segment) as `${string} /${string}`
const token = attacker.token
/** Whoever may not call it is refused before anything is read. */
const tokenFor = (route: string) => (route.includes(' /admin') ? admin : attacker).token

/** Everything that the database has of somebody. */
async function everythingOf(userId: string): Promise<unknown> {
  const tables = [
    'subscriptions',
    'billing_history',
    'usage_ledger',
    'quotas',
    'quota_reservations',
    'token_families',
    'devices',
    'jobs',
    'mailed_tokens',
  ]
  const rows = tables.map((table) =>
    server.store.query({ text: `SELECT * FROM ${table} WHERE user_id = $1`, values: [userId] }, z.unknown()),
  )
  return [await server.store.query(sql`SELECT * FROM users WHERE id = ${userId}`, z.unknown()), ...(await Promise.all(rows))]
}

/** Of no answer, whatever was asked. */
function expectHarmless({ status, text }: Pick<Answered, 'status' | 'text'>): void {
  // This server was given no model: a body that happens to be good gets as far as that.
  if (!text.includes('"code":"MODEL_UNAVAILABLE"')) expect(status, text).toBeLessThan(500)
  expect(text.replaceAll(sentSql, '')).not.toMatch(/node_modules|\.ts:\d|at \w+ \(|syntax error|SELECT |"stack"|argon2/)
  expect(text).not.toContain(victim.email)
  expect(text).not.toContain(victim.userId)
}

const before = await everythingOf(victim.userId)

test('every operation that takes a body has a good one here', () => {
  const taking = operations.filter(({ takesBody }) => takesBody).map(({ route }) => route)

  expect(Object.keys(bodies).toSorted()).toEqual(taking.toSorted())
})

describe('a hundred bad bodies', () => {
  test.each(Object.entries(bodies))('%s', async (route, good) => {
    await fc.assert(
      fc.asyncProperty(badBody(good), async (body) => {
        expectHarmless(await server.call(at(route), { token: tokenFor(route), body }))
      }),
      { numRuns: 100 },
    )
  })

  test.each(Object.keys(bodies))('and payloads that are no JSON: %s', async (route) => {
    const [method, url = '/'] = at(route).split(' ')
    for (const { payload, type } of brokenPayloads) {
      const headers = { 'content-type': type, authorization: `Bearer ${tokenFor(route)}` }
      const { statusCode, body } = await server.app.inject({ method: method as 'POST', url, payload, headers })

      expectHarmless({ status: statusCode, text: body })
      expect(statusCode).toBeGreaterThanOrEqual(400)
    }
  })
})

test.each(operations.map(({ route }) => route))(
  'nothing of a hostile address, query or header reaches further: %s',
  async (route) => {
    for (const segment of hostileSegments) {
      const headers = { 'x-request-id': segment, 'accept-language': segment, cookie: segment }
      expectHarmless(
        await server.call(at(`${route}?limit=${segment}&offset=${segment}&user_id=${victim.userId}`, segment), {
          token: tokenFor(route),
          headers,
        }),
      )
    }
  },
)

test.each(Object.entries(bodies))('nobody makes himself more than he is: %s', async (route, good) => {
  const mine = await everythingOf(attacker.userId)

  for (const [name, value] of Object.entries(surplusFields).filter(([name]) => !(name in good))) {
    const { status, error } = await server.call(at(route), { token: tokenFor(route), body: { ...good, [name]: value } })

    expect([name, status, error?.details.field]).toEqual([name, 422, name])
  }

  expect(await everythingOf(attacker.userId)).toEqual(mine)
})

test('nor deeper inside: what a use has that no use may have is refused by its place', async () => {
  const [use] = z.object({ records: z.array(z.looseObject({})) }).parse(bodies['POST /usage']).records

  for (const [name, value] of Object.entries(surplusFields)) {
    const body = { records: [{ ...use, [name]: value }] }
    const { status, error } = await server.call('POST /usage', { token, body })

    expect([name, status, error?.details.field]).toEqual([name, 422, `records.0.${name}`])
  }
})

/** On the same database, without a limit, and nobody is told to wait: everything reaches as far as it can. */
const uncounted = { ...server.cache, count: async () => ({ count: 0, endsInSeconds: 1 }) }
const patient = await openTestServer({
  environment: { ...clientModel, HEARTH_MAX_EVENT_LOOP_DELAY_MS: '0', ENABLE_BILLING: 'false' },
  ...{ store: server.store, cache: uncounted, log: logTo((line) => void logged.push(line)) },
})
afterAll(() => patient[Symbol.asyncDispose]())
const fields = Object.entries(bodies).flatMap(([route, good]) =>
  textPlaces(good).map((place) => ({ route, good, place, field: place.path.join('.') })),
)

describe('what is a statement, an operator or a header somewhere is text or is refused here:', () => {
  test('more than a hundred of them, and objects in their place', () => {
    expect(new Set(injectedTexts).size).toBeGreaterThan(100)
    expect(fields.length).toBeGreaterThan(25)
  })

  /** What he sent himself may come back to him, also later: the name of a document is in what is found. */
  const long = injectedTexts.filter(({ length }) => length > 10).toSorted((a, b) => b.length - a.length)
  const sent = long.map((text) => JSON.stringify(text).slice(1, -1))
  const withoutSent = (text: string): string => sent.reduce((rest, each) => rest.replaceAll(each, ''), text)

  /** Several of them would have the database sleep for ten minutes, which no test waits for. */
  test.each(fields)('$route $field', async ({ route, good, place }) => {
    const ask = async (value: unknown) => {
      const body = withPlace(good, place, value)
      const answered = await patient.call(at(route), { token: tokenFor(route), body })
      return { ...answered, text: withoutSent(answered.text) }
    }

    const [texts, operators] = [await Promise.all(injectedTexts.map(ask)), await Promise.all(injectedOperators.map(ask))]

    for (const answered of [...texts, ...operators]) {
      expectHarmless(answered)
      expect(Object.keys(answered.headers)).not.toContain('x-injected')
    }
    // One of them does not get as far as the schema: it names a prototype.
    expect(new Set(operators.map(({ status }) => status))).toEqual(new Set([400, 422]))
  })

  test('letters go to one address, under one subject', () => {
    for (const { to, subject } of [...server.letters, ...patient.letters]) {
      expect(to).toMatch(/^[^\s,;<>]+@[^\s,;<>]+$/)
      expect(subject).not.toMatch(/[\r\n]/)
    }
  })

  test('objects have what they had', () => {
    expect(Reflect.ownKeys(Object.prototype).filter((key) => /superuser|admin/.test(String(key)))).toEqual([])
    expect(Reflect.get({}, 'is_superuser')).toBeUndefined()
  })
})

test('of somebody else nothing was changed by all that, and the log holds no token, password or address', async () => {
  const secrets = [
    ...['canary', victim.email, victim.password, victim.token, email, password, token],
    ...[signedIn.refresh_token, signedIn.access_token, 's'.repeat(32), '@example.org', 'DROP TABLE', 'DROP%20TABLE', 'passwd'],
  ]
  const lines = logged.join('')

  expect(await everythingOf(victim.userId)).toEqual(before)
  expect(logged.length).toBeGreaterThan(100 * Object.keys(bodies).length)
  expect(secrets.filter((secret) => lines.includes(secret))).toEqual([])
  expect(logged.filter((line) => line.includes('a request failed'))).toEqual([])
})
