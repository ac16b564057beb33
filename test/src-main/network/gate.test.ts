import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createGate, type Gate, type GateDeps } from '../../../src-main/network/gate.ts'
import { listRequests } from '../../../src-main/network/requests.ts'
import { networkError } from '../../../src-shared/desktop/network.ts'
import type { RequestRow } from '../../../src-shared/rows/request.ts'
import { testRequestLog } from '../../helpers/request-log.ts'
import { openTestDb } from '../../helpers/test-db.ts'

const servers: Server[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

type LoggedGate = Gate & { requests(): RequestRow[] }

/** A gate and what it wrote down, newest first. */
function loggedGate(deps: Omit<GateDeps, 'log'>, now: () => number = Date.now): LoggedGate {
  const db = openTestDb()
  const gate = createGate({ ...deps, log: testRequestLog(db, now) })
  return { ...gate, requests: () => listRequests(db, { query: '', reasons: [], limit: 100 }) }
}

type Sent = { readonly url: string; readonly method: string; readonly headers: Record<string, string>; readonly body: unknown }

/** A gate before a network that answers from `answers` by address; what was sent is kept. */
function gateTo(answers: Readonly<Record<string, () => Response>>): { gate: LoggedGate; sent: Sent[] } {
  const sent: Sent[] = []
  const send: typeof fetch = async (input, init) => {
    const url = String(input)
    sent.push({ url, method: init?.method ?? 'GET', headers: { ...(init?.headers as Record<string, string>) }, body: init?.body })
    const answer = answers[url]
    if (!answer) throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ENOTFOUND' }) })
    return answer()
  }
  return { gate: loggedGate({ isOffline: () => false, fetch: send }, () => 5), sent }
}

const redirect =
  (location: string, status = 302) =>
  () =>
    new Response(null, { status, headers: { location } })
const reason = 'models.describe'

test('a request is logged with host, path and reason, without query, headers or body', async () => {
  const { gate } = gateTo({ 'https://hub.example/a/b?token=secret': () => new Response('hello') })

  const response = await gate.request({
    url: 'https://hub.example/a/b?token=secret',
    reason,
    method: 'POST',
    body: 'secret',
    headers: { authorization: 'secret' },
  })
  const text = await response.text()

  expect(text).toBe('hello')
  expect(gate.requests()).toEqual([
    {
      id: 1,
      at: 5,
      method: 'POST',
      host: 'hub.example',
      path: '/a/b',
      reason,
      subject: '',
      outcome: '200',
      sent_bytes: 83,
      received_bytes: 5,
    },
  ])
})

test('offline, nothing is sent, and the attempt is logged', async () => {
  let sent = 0
  const send = async (): Promise<Response> => {
    sent += 1
    return new Response('sent')
  }
  const gate = loggedGate({ isOffline: () => true, fetch: send })

  await expect(gate.request({ url: 'https://hub.example/', reason })).rejects.toMatchObject({ code: networkError.offline })

  expect(sent).toBe(0)
  expect(gate.requests()).toMatchObject([{ outcome: 'offline', sent_bytes: 0 }])
})

test.each([
  'http://hub.example/',
  'http://127.0.0.1.example/',
  'http://localhost.example/',
  'http://10.0.0.1/',
  'http://0.0.0.0/',
  'ftp://hub.example/',
  'file:///etc/passwd',
  'data:text/plain,x',
  'https://user:password@hub.example/',
])('%s is refused before anything is sent', async (url) => {
  const { gate, sent } = gateTo({})

  await expect(gate.request({ url, reason })).rejects.toMatchObject({ code: networkError.refused })

  expect(sent).toEqual([])
})

test.each(['http://localhost:1/', 'http://127.0.0.1:1/', 'http://127.1:1/', 'http://[::1]:1/', 'http://2130706433:1/'])(
  'this machine may be asked without encryption: %s',
  async (url) => {
    const { gate } = gateTo({ [new URL(url).href]: () => new Response('here') })

    expect((await gate.request({ url, reason })).status).toBe(200)
  },
)

test('what is no address at all is refused, not thrown as a fault', async () => {
  await expect(gateTo({}).gate.request({ url: 'hub', reason })).rejects.toMatchObject({ code: networkError.refused })
})

describe('redirects', () => {
  test('are followed and each hop is logged; credentials stay with their host', async () => {
    const { gate, sent } = gateTo({
      'https://hub.example/file': redirect('https://cdn.example/blob?sig=1'),
      'https://cdn.example/blob?sig=1': () => new Response('bytes'),
    })

    const headers = { Authorization: 'secret', range: 'bytes=5-' }
    const response = await gate.request({ url: 'https://hub.example/file', reason, headers })

    expect(await response.text()).toBe('bytes')
    expect(sent[1]?.headers).toEqual({ range: 'bytes=5-' })
    expect(gate.requests().map(({ host, outcome }) => [host, outcome])).toEqual([
      ['cdn.example', '200'],
      ['hub.example', '302'],
    ])
  })

  test.each([
    ['unencrypted', 'http://cdn.example/'],
    ['to this machine', 'http://127.0.0.1:8080/admin'],
    ['to another protocol', 'file:///etc/passwd'],
    ['nowhere', 'https://'],
  ])('%s are refused', async (_, location) => {
    const { gate, sent } = gateTo({ 'https://hub.example/': redirect(location) })

    await expect(gate.request({ url: 'https://hub.example/', reason })).rejects.toMatchObject({ code: networkError.refused })

    expect(sent).toHaveLength(1)
  })

  test('five are followed, a sixth is refused', async () => {
    const chain = (length: number) =>
      Object.fromEntries(
        Array.from({ length: length + 1 }, (_, index) => [
          `https://hub.example/${index}`,
          index < length ? redirect(`/${index + 1}`) : () => new Response('end'),
        ]),
      )

    expect(await (await gateTo(chain(5)).gate.request({ url: 'https://hub.example/0', reason })).text()).toBe('end')
    await expect(gateTo(chain(6)).gate.request({ url: 'https://hub.example/0', reason })).rejects.toMatchObject({
      code: networkError.refused,
      data: { why: 'too_many_redirects' },
    })
  })

  test('a POST becomes a GET without its body after 303, and stays one after 308', async () => {
    const end = { 'https://hub.example/end': () => new Response('end') }
    const see = gateTo({ 'https://hub.example/': redirect('/end', 303), ...end })
    const permanent = gateTo({ 'https://hub.example/': redirect('/end', 308), ...end })

    for (const { gate } of [see, permanent])
      await gate.request({ url: 'https://hub.example/', reason, method: 'POST', body: 'x' })

    expect(see.sent[1]).toMatchObject({ method: 'GET', body: undefined })
    expect(permanent.sent[1]).toMatchObject({ method: 'POST', body: 'x' })
  })

  test('can be asked for themselves', async () => {
    const { gate, sent } = gateTo({ 'https://hub.example/': redirect('https://cdn.example/') })

    const response = await gate.request({ url: 'https://hub.example/', reason, redirects: 'stop' })

    expect([response.status, sent.length]).toEqual([302, 1])
  })
})

test('a name that is not found is unreachable, with the reason and without the address', async () => {
  await expect(gateTo({}).gate.request({ url: 'https://nowhere.example/x?token=1', reason })).rejects.toMatchObject({
    code: networkError.unreachable,
    data: { host: 'nowhere.example', why: 'ENOTFOUND' },
  })
})

describe('a real server', () => {
  const gate = (isOffline = () => false): LoggedGate => loggedGate({ isOffline })

  test('that never answers is given up', async () => {
    const address = await serve(() => undefined)

    await expect(gate().request({ url: address, reason, timeoutMs: 50 })).rejects.toMatchObject({
      code: networkError.unreachable,
      data: { why: 'timeout' },
    })
  })

  test('is left at the caller’s signal, with the caller’s reason', async () => {
    const address = await serve(() => undefined)
    const controller = new AbortController()
    const asked = gate().request({ url: address, reason, signal: controller.signal })

    controller.abort('enough')

    await expect(asked).rejects.toBe('enough')
  })

  test('that breaks the line in the body is unreachable', async () => {
    const address = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 100 })
      response.write('half', () => setTimeout(() => response.destroy(), 5))
    })
    const line = gate()

    await expect((await line.request({ url: address, reason })).text()).rejects.toMatchObject({ code: networkError.unreachable })

    expect(line.requests()).toMatchObject([{ outcome: 'unreachable' }])
  })

  test('may not send more than the caller takes', async () => {
    const address = await serve((_, response) => response.end('x'.repeat(1000)))

    await expect((await gate().request({ url: address, reason })).text(999)).rejects.toMatchObject({ code: networkError.refused })
  })

  test('is cut off in mid-body when the switch is thrown', async () => {
    let isOffline = false
    const address = await serve((_, response) => {
      response.write('first')
      setTimeout(() => response.end('second'), 50)
    })
    const line = gate(() => isOffline)
    const { body } = await line.request({ url: address, reason })

    const read = async (): Promise<void> => {
      for await (const _ of body) isOffline = true
    }

    await expect(read()).rejects.toMatchObject({ code: networkError.offline })
    expect(line.requests()).toMatchObject([{ outcome: 'offline', received_bytes: 5 }])
  })
})
