import { afterAll, describe, expect, test } from 'vitest'
import { newId } from '../../../src-shared/ids.ts'
import { type CaughtSpan, catchTraces } from '../../helpers/server/catch-traces.ts'
import { ask, type ServerProcess, spawnServer, startServer } from '../../helpers/server/start-server.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const account = { email: 'traced@example.org', password: 'a password that is traced nowhere' }
const traceId = 'a'.repeat(32)
const [sampled, notSampled] = [`00-${traceId}-${'b'.repeat(16)}-01`, `00-${'c'.repeat(32)}-${'d'.repeat(16)}-00`]

async function askAll({ url }: ServerProcess): Promise<void> {
  await ask(url, 'POST /auth/register', { body: account })
  await fetch(`${url}/billing/plans`, { headers: { traceparent: sampled } })
  await fetch(`${url}/billing/quota/messages`, { headers: { traceparent: notSampled } })
  await fetch(`${url}/billing/history`, { headers: { traceparent: 'nonsense', authorization: `Bearer ${newId()}` } })
}

/** One server for all: started, asked, and ended in order, so that everything was exported. */
const folder = tempFolder()
const catcher = await catchTraces()
afterAll(async () => {
  await catcher[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})
const server = await startServer({
  data: folder.path,
  environment: {
    ...{ OTEL_EXPORTER_OTLP_ENDPOINT: `${catcher.url}/`, OTEL_SERVICE_NAME: 'hearth-here' },
    ...{ OTEL_EXPORTER_OTLP_HEADERS: 'x-key=CANARY%20key', OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test' },
  },
})
await askAll(server)
await server.kill('SIGTERM')

const requestSpan = (route: string) => catcher.spans.find(({ name }) => name === route)
const below = (parent: CaughtSpan | undefined) => catcher.spans.filter(({ parentSpanId }) => parentSpanId === parent?.spanId)

describe('with the address of a collector', () => {
  test('a request is a span by its route, and what it asked of the databases lies below it, with statements and no values', () => {
    const register = requestSpan('POST /auth/register')

    expect(register).toMatchObject({
      kind: 2,
      attributes: { 'http.request.method': 'POST', 'http.route': '/auth/register', 'http.response.status_code': 201 },
    })
    const names = below(register).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['postgresql TRANSACTION', 'redis get']))
    const transaction = below(register).find(({ name }) => name === 'postgresql TRANSACTION')
    const inserted = below(transaction).find(({ name }) => name === 'postgresql INSERT')
    expect(inserted?.attributes['db.query.text']).toMatch(/^INSERT INTO users .*\$1/)
    expect(Number(inserted?.endTimeUnixNano)).toBeLessThanOrEqual(Number(register?.endTimeUnixNano))
  })

  test('a traceparent of the W3C is gone on with, one that is not sampled is left alone, and one that is none begins anew', () => {
    expect(requestSpan('GET /billing/plans')).toMatchObject({ traceId, parentSpanId: 'b'.repeat(16) })
    expect(requestSpan('GET /billing/quota/:resource_type')).toBeUndefined()
    expect(requestSpan('GET /billing/history')).toMatchObject({
      traceId: expect.stringMatching(/^[\da-f]{32}$/),
      attributes: { 'http.response.status_code': 401 },
    })
    expect(requestSpan('GET /billing/history')?.parentSpanId).toBeUndefined()
  })

  test('it goes to the standard path, with the headers and the resource that the variables name', () => {
    const [first] = catcher.asked

    expect(first?.path).toBe('/v1/traces')
    expect(first?.headers['x-key']).toBe('CANARY key')
    expect(catcher.resources[0]).toMatchObject({
      ...{ 'service.name': 'hearth-here', 'deployment.environment.name': 'test', 'service.version': '2.0.0' },
    })
  })

  test('no address, password or token is in what is exported', () => {
    const text = catcher.text()

    expect(text).toContain('/auth/register')
    for (const secret of [account.email, account.password, 'eyJ', '$argon2']) expect(text).not.toContain(secret)
  })
})

/** Says which modules of OpenTelemetry are loaded, whoever asks for them. */
const watcher = `
  import { registerHooks } from 'node:module'
  const load = (url, context, next) => {
    if (url.includes('@opentelemetry/')) console.error('loaded ' + url)
    return next(url, context)
  }
  registerHooks({ load })`
const watchLoading = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(watcher)}` }

test.each([
  { environment: {}, isLoaded: false },
  { environment: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_SDK_DISABLED: 'true' }, isLoaded: false },
  { environment: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' }, isLoaded: true },
])('with $environment the SDK is loaded: $isLoaded; a collector that is away holds up no request and no end', async (row) => {
  using own = tempFolder()
  const server = await startServer({ data: own.path, environment: { ...row.environment, ...watchLoading } })

  expect((await fetch(`${server.url}/health`)).status).toBe(200)
  expect(await server.kill('SIGTERM')).toBe(0)
  expect(server.said().includes('@opentelemetry/sdk-trace')).toBe(row.isLoaded)
})

test('a protocol that is not spoken here stops the start in words', async () => {
  const { ended, said } = spawnServer({ environment: { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' } })

  expect(await ended).toBe(1)
  expect(said()).toContain('OTEL_EXPORTER_OTLP_PROTOCOL: only http/json is spoken here')
})
