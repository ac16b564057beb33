import type { RequestListener } from 'node:http'
import { afterAll, describe, expect, expectTypeOf, test } from 'vitest'
import { centralError } from '../../../src-shared/desktop/central.ts'
import { networkError } from '../../../src-shared/desktop/network.ts'
import { rpcError } from '../../../src-shared/rpc/errors.ts'
import { type ListeningServer, listenTestServer, startOddServer, type TestClient, testClient } from '../../helpers/central.ts'
import { startServer } from '../../helpers/server/start-server.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const central = await listenTestServer()
const { server } = central
afterAll(() => central[Symbol.asyncDispose]())

const quotaOf = (client: TestClient, signal?: AbortSignal) =>
  client.call('GET /billing/quota/{resource_type}', { params: { resource_type: 'messages' }, signal })
const countRefreshes = ({ sent }: TestClient) => sent.filter((each) => each === 'POST /auth/refresh').length

test('a route knows what it takes and what it answers', async () => {
  const { client } = await central.signedIn()

  const quota = await quotaOf(client)

  expect(quota).toMatchObject({ has_quota: true, max_allowed: 1000, remaining: 1000 })
  expectTypeOf(quota.remaining).toBeNumber()
  // @ts-expect-error A resource that there is not.
  await expect(client.call('GET /billing/quota/{resource_type}', { params: { resource_type: 'words' } })).rejects.toThrow()
  // @ts-expect-error Without what the path needs.
  await expect(client.call('GET /billing/quota/{resource_type}')).rejects.toThrow()
})

test('what the contract does not have is not sent, nor does an id lead to another path', async () => {
  const { client } = await central.signedIn()
  const before = client.sent.length

  const calls = [
    client.call('DELETE /devices/{device_id}', { params: { device_id: '..' } }),
    client.call('GET /tasks/{task_id}', { params: { task_id: '../users/me?' } }),
    client.call('GET /billing/history', { query: { limit: 1000 } }),
    client.call('POST /usage', { body: { records: [] } }),
  ]

  for (const call of calls) await expect(call).rejects.toMatchObject({ code: rpcError.invalidInput })
  expect(client.sent.length).toBe(before)
})

test('what the server refuses is an error by its code, with its details and the id it was logged under', async () => {
  const { client } = await central.signedIn()
  const body = { resource_type: 'background_tasks', quantity: 1 } as const
  for (let unit = 0; unit < 10; unit++) await client.call('POST /usage/reservations', { body })

  await expect(client.call('POST /usage/reservations', { body })).rejects.toMatchObject({
    code: 'QUOTA_EXCEEDED',
    data: { limit: 10, request_id: expect.stringMatching(/^[\w-]{36}$/) },
  })
})

test('too many requests say when to come again', async () => {
  await using limited = await listenTestServer({ environment: { ENABLE_RATE_LIMITING: 'true' } })
  const client = testClient(limited.url)
  const guess = () => client.signIn({ body: { email: 'nobody@example.org', password: 'a wrong password' } })

  const codes: unknown[] = []
  for (let attempt = 0; attempt < 40; attempt++) codes.push(await guess().catch((error: unknown) => error))

  expect(codes.at(-1)).toMatchObject({ code: 'RATE_LIMITED', data: { retry_after: expect.any(Number) } })
})

describe('an access token', () => {
  test('that has ended by its own clock is not shown any more', async () => {
    const { client } = await central.signedIn()
    server.clock.at += 31 * 60_000

    await quotaOf(client)

    expect(client.sent).toEqual(['POST /auth/login', 'POST /auth/refresh', 'GET /billing/quota/messages'])
  })

  test('that the server says has ended is renewed, and what it kept from being done is done', async () => {
    const { client } = await central.signedIn({ now: () => 0 })
    server.clock.at += 31 * 60_000

    expect(await quotaOf(client)).toMatchObject({ remaining: 1000 })

    expect(client.sent.slice(1)).toEqual([
      ...['GET /billing/quota/messages', 'POST /auth/refresh', 'GET /billing/quota/messages'],
    ])
  })

  test.each([
    ['by this clock', undefined],
    ['by the server', () => 0],
  ] as const)('that has ended, %s, is renewed once for ten calls under way', async (_, now) => {
    const { client } = await central.signedIn(now === undefined ? {} : { now })
    server.clock.at += 31 * 60_000

    const quotas = await Promise.all(Array.from({ length: 10 }, () => quotaOf(client)))

    expect(quotas.map(({ remaining }) => remaining)).toEqual(Array(10).fill(1000))
    expect(countRefreshes(client)).toBe(1)
  })

  test('is renewed for the others also when who asked first goes away', async () => {
    const { client } = await central.signedIn()
    server.clock.at += 31 * 60_000
    const leaving = new AbortController()

    const [left, stays] = [quotaOf(client, leaving.signal), quotaOf(client)]
    leaving.abort(new Error('gone'))

    await expect(left).rejects.toThrow('gone')
    expect(await stays).toMatchObject({ remaining: 1000 })
    expect(countRefreshes(client)).toBe(1)
  })

  test('whose sign-in was ended elsewhere cannot be renewed: nobody is signed in here after that', async () => {
    const { client } = await central.signedIn()
    await client.call('POST /auth/logout', { body: { refresh_token: client.tokens.read()?.refreshToken ?? '' } })

    await expect(quotaOf(client)).rejects.toMatchObject({ code: 'INVALID_REFRESH_TOKEN' })
    const sent = client.sent.length
    await expect(quotaOf(client)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })

    expect(client.tokens.read()).toBeUndefined()
    expect(client.sent.length).toBe(sent)
  })

  test('whose renewal got lost on its way back is asked for once more, at once, and the sign-in goes on', async () => {
    const lost = { once: true }
    const losing: typeof fetch = async (input, init) => {
      const response = await fetch(input, init)
      if (!String(input).endsWith('/auth/refresh') || !lost.once) return response
      lost.once = false
      await response.text()
      throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) })
    }
    const { client } = await central.signedIn({ fetch: losing })
    server.clock.at += 31 * 60_000

    expect(await quotaOf(client)).toMatchObject({ remaining: 1000 })
    server.clock.at += 31 * 60_000
    expect(await quotaOf(client)).toMatchObject({ remaining: 1000 })
    expect(countRefreshes(client)).toBe(3)
  })

  test('is kept while the server cannot renew it', async () => {
    await using odd = await startOddServer(refusing(503, { code: 'STORE_UNAVAILABLE', details: { retry_after: 5 } }))
    const { client } = await central.signedIn()
    const kept = client.tokens.read()
    const away = testClient(odd.url)
    away.tokens.write(kept && { ...kept, accessEndsAt: 0 })

    await expect(quotaOf(away)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', data: { retry_after: 5 } })

    expect(away.tokens.read()?.refreshToken).toBe(kept?.refreshToken)
  })
})

describe('while a token is renewed', () => {
  /** Holds the answers of the refreshes until it is let go. */
  async function heldRefresh({ signedIn }: ListeningServer) {
    const [asked, going] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const holding: typeof fetch = async (input, init) => {
      const response = await fetch(input, init)
      if (!String(input).endsWith('/auth/refresh')) return response
      asked.resolve()
      await going.promise
      return response
    }
    const { client } = await signedIn({ fetch: holding })
    server.clock.at += 31 * 60_000
    const call = quotaOf(client).catch((error: unknown) => error)
    await asked.promise
    return { client, call, letGo: () => going.resolve() }
  }

  test('who signs out is signed out, whatever the server answers', async () => {
    const { client, call, letGo } = await heldRefresh(central)

    await client.signOut()
    letGo()

    expect(await call).toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(client.tokens.read()).toBeUndefined()
  })

  test('who signs in as another does not have the calls of the one before made in his name', async () => {
    const { client, call, letGo } = await heldRefresh(central)
    const another = await server.signUp()

    await client.signIn({ body: { email: another.email, password: another.password } })
    letGo()

    expect(await call).toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(client.tokens.read()?.userId).toBe(another.userId)
  })
})

test('signing out ends the sign-in at the server, and here also when the server is away', async () => {
  const { client, user } = await central.signedIn()
  const kept = client.tokens.read()
  await client.signOut()
  const again = testClient(central.url, { now: () => server.clock.at })
  again.tokens.write(kept)
  await expect(quotaOf(again)).rejects.toMatchObject({ code: 'INVALID_REFRESH_TOKEN' })

  const net = { isOffline: false }
  const { client: offline } = await central.signedIn({ isOffline: () => net.isOffline })
  net.isOffline = true
  await expect(offline.signOut()).rejects.toMatchObject({ code: networkError.offline })
  await offline.signOut()

  expect(offline.tokens.read()).toBeUndefined()
  expect(user.userId).toBe(kept?.userId)
})

describe('an answer that is none of ours', () => {
  const envelope = { timestamp: '2026-03-10T12:00:00Z', request_id: 'abcdefgh', version: '2.0.0' }
  const plans = (client: TestClient, timeoutMs?: number) =>
    client.call('GET /billing/plans', timeoutMs === undefined ? {} : { timeoutMs })

  test.each<[string, RequestListener, object]>([
    ['a page of a balancer', page(502, '<html>Bad Gateway</html>'), { status: 502 }],
    ['one that says when to come again', page(503, 'later', { 'retry-after': '7' }), { status: 503, retry_after: 7 }],
    ['no answer at all', page(200, ''), { status: 200 }],
    ['half of one', page(200, '{"status":"success","data":{"pla'), { status: 200 }],
    [
      'one of another shape',
      page(200, JSON.stringify({ status: 'success', data: { plans: 7 }, metadata: envelope })),
      { status: 200 },
    ],
    ['one without its envelope', page(200, JSON.stringify({ plans: [] })), { status: 200 }],
    ['a refusal of another kind', page(400, JSON.stringify({ error: 'no' })), { status: 400 }],
  ])('is told as such: %s', async (_, answer, data) => {
    await using odd = await startOddServer(answer)

    await expect(plans(testClient(odd.url))).rejects.toMatchObject({ code: centralError.unreadable, data })
  })

  test('a redirect is not followed, so nothing goes to another address', async () => {
    const asked: string[] = []
    await using elsewhere = await startOddServer((request, response) => {
      asked.push(request.url ?? '')
      response.end('{}')
    })
    await using odd = await startOddServer((_, response) => response.writeHead(307, { location: elsewhere.url }).end())

    await expect(plans(testClient(odd.url))).rejects.toMatchObject({ code: centralError.unreadable, data: { status: 307 } })

    expect(asked).toEqual([])
  })

  test('a code of a newer server arrives as it is', async () => {
    await using odd = await startOddServer(refusing(418, { code: 'TEAPOT', details: { kind: 'green' } }))

    await expect(plans(testClient(odd.url))).rejects.toMatchObject({ code: 'TEAPOT', data: { kind: 'green' } })
  })

  test('one that never comes, or never ends, is waited for as long as was asked', async () => {
    await using silent = await startOddServer(() => undefined)
    await using endless = await startOddServer((_, response) => void response.write('{"status":'))

    for (const { url, host } of [silent, endless].map(({ url }) => ({ url, host: new URL(url).host })))
      await expect(plans(testClient(url), 50)).rejects.toMatchObject({
        code: networkError.unreachable,
        data: { host, why: 'timeout' },
      })
  })

  test('whoever gives up gets his own reason', async () => {
    await using silent = await startOddServer(() => undefined)
    const leaving = new AbortController()

    const call = testClient(silent.url).call('GET /billing/plans', { signal: leaving.signal })
    leaving.abort(new Error('stopped'))

    await expect(call).rejects.toThrow('stopped')
  })
})

describe('the address', () => {
  test.each([
    'http://hearth.example',
    'hearth.example',
    'https://user:pw@hearth.example',
    'https://hearth.example/?a=b',
    'ftp://x',
  ])('%s is refused', (address) => {
    expect(() => testClient(address)).toThrow(expect.objectContaining({ code: networkError.refused }))
  })

  test('may lie below a path', async () => {
    await using odd = await startOddServer(page(404, 'nothing'))
    const client = testClient(`${odd.url}/hearth`)

    await expect(client.call('GET /billing/plans')).rejects.toMatchObject({ code: centralError.unreadable })

    expect(client.sent).toEqual(['GET /hearth/billing/plans'])
  })
})

test('offline nothing leaves, and a server that is away is told apart from that', async () => {
  using folder = tempFolder()
  const process = await startServer({ data: folder.path })
  const client = testClient(process.url)
  expect(await client.call('GET /health')).toMatchObject({ status: 'healthy' })
  await process[Symbol.asyncDispose]()
  const offline = testClient(process.url, { isOffline: () => true })

  await expect(client.call('GET /health')).rejects.toMatchObject({
    code: networkError.unreachable,
    data: { why: 'ECONNREFUSED' },
  })
  await expect(offline.call('GET /health')).rejects.toMatchObject({ code: networkError.offline })
  expect(offline.sent).toEqual([])
})

test('a server that is not ready says so, which is an answer', async () => {
  await using odd = await startOddServer(page(503, JSON.stringify({ status: 'not_ready' })))

  expect(await testClient(odd.url).call('GET /ready')).toEqual({ status: 'not_ready' })
})

function page(status: number, text: string, headers: Readonly<Record<string, string>> = {}): RequestListener {
  return (_, response) => response.writeHead(status, headers).end(text)
}

function refusing(status: number, error: { readonly code: string; readonly details: object }): RequestListener {
  const metadata = { timestamp: '2026-03-10T12:00:00Z', request_id: 'abcdefgh', version: '2.0.0' }
  return page(status, JSON.stringify({ status: 'error', error: { ...error, message: 'no' }, metadata }))
}
