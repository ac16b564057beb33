import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { sql } from '../../../server/stores/sql.ts'
import type { SqlStore } from '../../../server/stores/sql-store.ts'
import { apiErrors } from '../../../src-shared/api/api-error.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { logTo } from '../../helpers/server/silent-log.ts'

const logged: string[] = []
const server = await openTestServer({ log: logTo((line) => void logged.push(line)) })
afterAll(() => server[Symbol.asyncDispose]())

const metadata = z.object({
  metadata: z.object({ timestamp: z.iso.datetime(), request_id: z.string(), version: z.literal('2.0.0') }),
})

describe('the shape of answers', () => {
  test('success and refusal have the envelope of the reference, with the id of the request', async () => {
    const good = await server.call('GET /billing/plans', { headers: { 'x-request-id': 'from-the-balancer' } })
    const bad = await server.call('GET /nowhere')

    expect(metadata.parse(JSON.parse(good.text)).metadata.request_id).toBe('from-the-balancer')
    expect(JSON.parse(bad.text)).toMatchObject({ status: 'error', error: { code: 'NOT_FOUND', details: {} } })
    expect(metadata.parse(JSON.parse(bad.text)).metadata.request_id).toBe(bad.headers['x-request-id'])
  })

  test('an id of a request that is no plain one is not taken over', async () => {
    const { headers } = await server.call('GET /health', { headers: { 'x-request-id': '<script>' } })

    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  test.each([
    { what: 'no JSON', payload: '{"email":', code: 'BAD_REQUEST' },
    { what: 'another type', payload: 'email=a', type: 'application/x-www-form-urlencoded', code: 'UNSUPPORTED_MEDIA_TYPE' },
    { what: 'too long', payload: JSON.stringify({ email: 'a'.repeat(1024 * 1024) }), code: 'PAYLOAD_TOO_LARGE' },
    { what: 'a list', payload: '[]', code: 'VALIDATION_FAILED' },
    { what: 'a prototype', payload: '{"__proto__":{"is_superuser":true},"email":"a@example.org"}', code: 'BAD_REQUEST' },
    { what: 'one field short', payload: '{"email":"a@example.org"}', code: 'VALIDATION_FAILED' },
  ] as const)('a body that is $what is refused as $code', async ({ payload, code, ...row }) => {
    const headers = { 'content-type': 'type' in row ? row.type : 'application/json' }
    const response = await server.app.inject({ method: 'POST', url: '/auth/register', payload, headers })

    expect(response.json()).toMatchObject({ status: 'error', error: { code } })
    expect(response.statusCode).toBe(apiErrors[code].status)
  })

  test.each(['billing/quota/%E0%A4%A', '%', 'usage/reservations/%c0%ae', `billing/quota/${'x'.repeat(101)}`])(
    'an address that cannot be decoded, /%s, is refused in the same shape and not sent back',
    async (url) => {
      const { status, headers, text, error } = await server.call(`GET /${url}`)

      expect([status, error?.code]).toEqual([400, 'BAD_REQUEST'])
      expect(metadata.parse(JSON.parse(text)).metadata.request_id).toBe(headers['x-request-id'])
      expect(text).not.toContain(url.slice(-3))
      expect(logged.findLast((line) => line.includes(String(headers['x-request-id'])))).not.toContain(url)
    },
  )

  test('whatever is sent to whichever route, no answer is a fault of the server', async () => {
    const { token } = await server.signUp()
    const { paths } = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) }).parse(server.app.swagger())
    const bodies = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => method !== 'get')
        .map((method) => ({ method: method.toUpperCase(), path })),
    )
    const field = fc.constantFrom(
      'email',
      'password',
      'token',
      'refresh_token',
      'quantity',
      'resource_type',
      'plan_type',
      'records',
      'current_password',
      '$where',
    )

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...bodies),
        fc.dictionary(field, fc.jsonValue()),
        fc.string({ unit: 'binary', maxLength: 50 }),
        async ({ method, path }, body, id) => {
          const url = path.replace(/\{\w+\}/, encodeURIComponent(id) || 'x') as `/${string}`
          const { status, text } = await server.call(`${method} ${url}`, { token, body, address: `10.2.${anyByte()}.1` })

          expect(status, text).toBeLessThan(500)
          expect(text).not.toMatch(/node_modules|\.ts:\d/)
        },
      ),
      { numRuns: 300 },
    )
  })
})

test('a fault of the server tells nothing but its id, and the log no message', async () => {
  const broken: SqlStore = { ...server.store, query: () => Promise.reject(new Error('secret of a@example.org')) }
  await using faulty = await openFaulty(broken)

  const answer = await faulty.call('POST /auth/login', { body: { email: 'a@example.org', password: 'secret password' } })

  expect(answer).toMatchObject({ status: 500, error: { code: 'INTERNAL', details: {} } })
  expect(answer.text).not.toContain('secret')
  const line = logged.findLast((each) => each.includes('a request failed')) ?? ''
  expect(line).toContain(String(answer.headers['x-request-id']))
  expect(line).not.toMatch(/secret|example\.org/)
})

test('no log line of a whole sign-up and sign-in holds a token, a password or an address', async () => {
  const before = logged.length
  const { email, password, token } = await server.signUp()
  const { text } = await server.call('POST /auth/login', { body: { email, password } })
  await server.call('GET /users/me', { token })
  const refresh = z.object({ data: z.object({ refresh_token: z.string() }) }).parse(JSON.parse(text)).data.refresh_token

  const lines = logged.slice(before).join('')

  expect(lines).toContain('"route":"/users/me"')
  for (const secret of [email, password, token, refresh]) expect(lines).not.toContain(secret)
})

test('headers keep a browser from doing more than reading; origins are let in by name only', async () => {
  await using app = await openTestServer({ store: server.store, environment: { CORS_ORIGINS: '["http://localhost:3000"]' } })
  const from = (origin: string) => app.call('GET /billing/plans', { headers: { origin } })

  const [known, strange] = [await from('http://localhost:3000'), await from('https://elsewhere.example')]

  expect(known.headers['access-control-allow-origin']).toBe('http://localhost:3000')
  expect(strange.headers['access-control-allow-origin']).toBeUndefined()
  expect(known.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
  })

  const asked = { origin: 'http://localhost:3000', 'access-control-request-method': 'PUT' }
  const preflight = await app.call('OPTIONS /billing/subscription', { headers: asked })
  expect(preflight.headers['access-control-allow-methods']).toContain('PUT')
})

test('the description is OpenAPI 3.1, and its page asks nobody for anything', async () => {
  const described = await server.call('GET /openapi.json')
  const page = await server.call('GET /docs')

  expect(JSON.parse(described.text)).toMatchObject({
    openapi: '3.1.0',
    paths: { '/auth/login': { post: { summary: 'User login' } } },
  })
  expect(page.text).toContain('/billing/quota/{resource_type}')
  expect(page.text).not.toMatch(/<script|<link|<img|https?:\/\/(?!json-schema)/)
})

test('the metrics have the reference’s names, and no user in them', async () => {
  const { token, userId } = await server.signUp()
  await server.call('GET /billing/quota/messages', { token })
  await server.call('GET /billing/quota/messages', { token })

  const { text } = await server.call('GET /metrics')

  for (const name of [
    'api_requests_total',
    'api_request_duration_seconds',
    'active_subscriptions',
    'resource_usage_total',
    'db_connection_pool_size',
    'cache_hit_rate',
  ])
    expect(text).toContain(`# TYPE ${name} `)
  expect(text).toMatch(/api_requests_total\{method="GET",endpoint="\/billing\/quota\/:resource_type",status="200"\} 2/)
  expect(text).toMatch(/cache_hit_rate\{cache_type="quota"\} 50/)
  expect(text).not.toContain(userId)
})

test('health names the stores that are used; without the database it still answers, and the server is not ready', async () => {
  const away: SqlStore = { ...server.store, ping: () => Promise.reject(new Error('away')) }
  await using ill = await openFaulty(away)

  expect(JSON.parse((await server.call('GET /health')).text)).toMatchObject({
    ...{
      status: 'healthy',
      version: '2.0.0',
      services: { postgres: 'healthy', mongodb: 'healthy', redis: 'healthy', scylla: 'healthy' },
      stores: { postgres: 'pglite', mongodb: 'sqlite', redis: 'memory', scylla: 'pglite' },
    },
  })
  const health = await ill.call('GET /health')
  expect([health.status, JSON.parse(health.text).services.postgres]).toEqual([200, 'unhealthy'])
  expect([(await server.call('GET /ready')).status, (await ill.call('GET /ready')).status]).toEqual([200, 503])
})

test('a minute’s requests of one user on one endpoint are bounded, those of one address before signing in more narrowly', async () => {
  await using limited = await openTestServer({ store: server.store, environment: { ENABLE_RATE_LIMITING: 'true' } })
  const plans = () =>
    limited.call('GET /billing/plans', { address: '10.3.3.3', headers: { 'x-forwarded-for': `10.4.4.${anyByte()}` } })

  const all = await Promise.all(Array.from({ length: 61 }, plans))

  expect(all.filter(({ status }) => status === 200)).toHaveLength(60)
  const refused = all.find(({ status }) => status === 429)
  expect(refused).toMatchObject({ error: { code: 'RATE_LIMITED' }, headers: { 'retry-after': '60' } })
  expect((await limited.call('GET /health', { address: '10.3.3.3' })).status).toBe(200)
  limited.clock.at += 60_000
  expect((await plans()).status).toBe(200)
})

describe('where a request came from', () => {
  /** What a client wrote itself, then what the balancer saw. */
  const forwarded = (n: number) => ({ 'x-forwarded-for': `10.4.4.${n}, 10.8.8.8` })
  const sixtyOne = async (TRUST_PROXY: string, address: string) => {
    await using limited = await openTestServer({
      store: server.store,
      environment: { ENABLE_RATE_LIMITING: 'true', TRUST_PROXY },
    })
    const all = Array.from({ length: 61 }, (_, n) => limited.call('GET /billing/plans', { address, headers: forwarded(n) }))
    return (await Promise.all(all)).filter(({ status }) => status === 200).length
  }

  test.each([
    ['10.7.0.0/16', '10.7.7.7'],
    ['10.7.7.7,loopback', '10.7.7.7'],
    ['10.7.0.0/16', '10.6.6.6'],
    ['false', '10.7.7.7'],
  ])('with TRUST_PROXY=%s a client behind %s does not choose its own address', async (trusted, address) => {
    expect(await sixtyOne(trusted, address)).toBe(60)
  })

  test('two clients behind one trusted balancer are two', async () => {
    await using limited = await openTestServer({
      store: server.store,
      environment: { ENABLE_RATE_LIMITING: 'true', TRUST_PROXY: '10.7.0.0/16' },
    })
    const from = (client: string) =>
      limited.call('GET /billing/plans', { address: '10.7.7.7', headers: { 'x-forwarded-for': client } })
    await Promise.all(Array.from({ length: 60 }, () => from('10.5.5.5')))

    expect([(await from('10.5.5.5')).status, (await from('10.5.5.6')).status]).toEqual([429, 200])
  })
})

const openFaulty = (store: SqlStore) => openTestServer({ store, log: logTo((line) => void logged.push(line), 'info') })

const anyByte = (): number => Math.floor(Math.random() * 256)

test.each([
  ['DELETE /billing/plans', 405, 'GET, HEAD'],
  ['QUERY /users/me', 405, 'DELETE, GET, HEAD, PATCH'],
  ['PUT /usage/reservations/01a226f5-1f19-775d-abee-db01e95f84ef/commit', 405, 'POST'],
  ['PATCH /admin/users/find', 405, 'POST'],
  ['QUERY /nowhere', 404, undefined],
] as const)('%s is refused with %i before its body is read, and says what may be done: %s', async (route, status, allow) => {
  const headers = { 'content-type': 'application/x-nobody-knows' }

  const { token, userId } = await server.signUp()
  await server.store.run(sql`UPDATE users SET is_superuser = true WHERE id = ${userId}`)

  const refused = await server.call(route, { headers, token, body: 'not read' })

  expect([refused.status, refused.headers.allow]).toEqual([status, allow])
  expect(refused.error?.code).toBe(status === 405 ? 'METHOD_NOT_ALLOWED' : 'NOT_FOUND')
})
