import type { RequestListener, ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import type { StreamedEvent } from '../../../src-main/central/central-client.ts'
import { centralError } from '../../../src-shared/desktop/central.ts'
import { networkError } from '../../../src-shared/desktop/network.ts'
import { newId } from '../../../src-shared/ids.ts'
import { listenTestServer, startOddServer, type TestClient, testClient } from '../../helpers/central.ts'

const ids = { session_id: newId(), message_id: newId(), answer_id: newId() }
const started = eventOf('started', { ...ids, sources: [] })
const said = (text: string) => eventOf('text', { text })
const month = { period_start: '2026-03-01T00:00:00Z', period_end: '2026-04-01T00:00:00Z' }
const quota = { has_quota: true, current_usage: 1, max_allowed: 1000, remaining: 999, ...month }
const done = eventOf('done', {
  ...{ ...ids, answer: 'Tides: höher', sources: [], documents: 'not_asked', status: 'complete', model: 'demo' },
  usage: { prompt_tokens: 5, completion_tokens: 2, response_time_ms: 9, quota },
})

/** Whatever is asked is answered with these bytes, piece by piece. */
const stream = (pieces: readonly (string | Uint8Array)[], end: 'ends' | 'breaks' | 'stays'): RequestListener => {
  const answer = async (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
    for (const piece of pieces) await new Promise((resolve) => response.write(piece, resolve))
    if (end === 'ends') response.end()
    if (end === 'breaks') setTimeout(() => response.destroy(), 20)
  }
  return (_, response) => void answer(response)
}

/** Signed in, as far as it knows itself. */
function signedInAt(url: string): TestClient {
  const client = testClient(url)
  const secrets = { accessToken: 'an.access.token', refreshToken: 'a refresh token' }
  client.tokens.write({ userId: newId(), deviceId: newId(), ...secrets, accessEndsAt: Number.POSITIVE_INFINITY })
  return client
}

async function followed(client: TestClient, options: { readonly timeoutMs?: number } = {}) {
  const events: StreamedEvent[] = []
  try {
    for await (const event of client.streamMessage({ body: { message: 'What moves the sea?' }, ...options })) events.push(event)
    return { events, error: undefined }
  } catch (error) {
    return { events, error }
  }
}

const namesOf = (events: readonly StreamedEvent[]) => events.map(({ event }) => event)

test('an answer comes as it is written, however the line cuts it up', async () => {
  const bytes = Buffer.from(`${started}:\n\n${said('Tides: h')}${said('öher')}${done}`)
  const single = Array.from(bytes, (byte) => Uint8Array.of(byte))
  await using odd = await startOddServer(stream(single, 'ends'))

  const { events, error } = await followed(signedInAt(odd.url))

  expect(error).toBeUndefined()
  expect(namesOf(events)).toEqual(['started', 'text', 'text', 'done'])
  expect(events[2]).toEqual({ event: 'text', data: { text: 'öher' } })
})

test('lines may end as they do on Windows, and what comes after the end is not read', async () => {
  const text = `${started}${done}${said('more')}`.replaceAll('\n', '\r\n')
  await using odd = await startOddServer(stream([text], 'stays'))

  expect(namesOf((await followed(signedInAt(odd.url))).events)).toEqual(['started', 'done'])
})

test('an answer that failed on its way is the error that the server names', async () => {
  const metadata = { timestamp: '2026-03-10T12:00:00Z', request_id: 'abcdefgh', version: '2.0.0' }
  const error = { code: 'MODEL_UNAVAILABLE', message: 'no', details: { retry_after: 9 } }
  const failed = eventOf('failed', { status: 'error', error, metadata })
  await using odd = await startOddServer(stream([started, said('Ti'), failed], 'ends'))

  const answer = await followed(signedInAt(odd.url))

  expect(namesOf(answer.events)).toEqual(['started', 'text'])
  expect(answer.error).toMatchObject({ code: 'MODEL_UNAVAILABLE', data: { retry_after: 9, request_id: 'abcdefgh' } })
})

test.each([
  ['ends', { why: 'cut_off' }],
  ['breaks', {}],
] as const)('a line that %s before the answer is whole is no answer, and what came stays', async (end, data) => {
  await using odd = await startOddServer(stream([started, said('Ti')], end))

  const { events, error } = await followed(signedInAt(odd.url))

  expect(namesOf(events)).toEqual(['started', 'text'])
  expect(error).toMatchObject({ code: networkError.unreachable, data })
})

test('one that falls silent is waited for as long as was asked', async () => {
  await using odd = await startOddServer(stream([started], 'stays'))

  const { events, error } = await followed(signedInAt(odd.url), { timeoutMs: 2000 })

  expect(namesOf(events)).toEqual(['started'])
  expect(error).toMatchObject({ code: networkError.unreachable, data: { why: 'timeout' } })
})

test.each([
  ['nonsense', 'event: text\ndata: {"te\n\n'],
  ['an event of no name that we know', 'event: dance\ndata: {}\n\n'],
  ['data of another shape', 'event: text\ndata: {"text":7}\n\n'],
  ['an event without an end', `data: ${'x'.repeat(9 * 1024 * 1024)}`],
])('%s is told as what it is', async (_, text) => {
  await using odd = await startOddServer(stream([started, text], 'ends'))

  const { events, error } = await followed(signedInAt(odd.url))

  expect(namesOf(events)).toEqual(['started'])
  expect(error).toMatchObject({ code: centralError.unreadable })
})

test('whoever leaves an answer ends it at the server', async () => {
  const closed = Promise.withResolvers<boolean>()
  await using odd = await startOddServer((request, response) => {
    response.once('close', () => closed.resolve(!response.writableFinished))
    stream([started, said('Ti')], 'stays')(request, response)
  })

  for await (const { event } of signedInAt(odd.url).streamMessage({ body: { message: 'hello' } })) if (event === 'text') break

  expect(await closed.promise).toBe(true)
})

test('what is refused before the first word is refused as anywhere, after the token was renewed', async () => {
  await using central = await listenTestServer()
  const { client } = await central.signedIn({ now: () => 0 })
  central.server.clock.at += 31 * 60_000

  const { events, error } = await followed(client)

  expect(events).toEqual([])
  expect(error).toMatchObject({ code: 'MODEL_UNAVAILABLE', data: { setting: 'GENERATION_MODEL' } })
  expect(client.sent.slice(1)).toEqual(['POST /chat/message', 'POST /auth/refresh', 'POST /chat/message'])
})

function eventOf(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}
