import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'
import fastify from 'fastify'
import { afterAll, expect, test } from 'vitest'
import { parseLargeBodies } from '../../../server/http/parse-body.ts'

const app = fastify({ bodyLimit: 8 * 1024 * 1024 })
parseLargeBodies(app)
const bodies: unknown[] = []
app.post('/', async ({ body }) => {
  bodies.push(body)
  return { isTaken: true }
})
afterAll(() => app.close())

const post = (payload: string) =>
  app.inject({ method: 'POST', url: '/', headers: { 'content-type': 'application/json' }, payload })
const filler = 'Ω '.repeat(300_000)
const large = (body: object) => JSON.stringify({ ...body, filler })

test('a large body is what a small one is, but for the numbers of an embedding, which come as one piece', async () => {
  const body = {
    passages: [{ content: 'a', embedding: [1, -0.1, 1e-30] }, { embedding: [1, '2'] }],
    numbers: [1, 2],
    nothing: null,
  }

  for (const payload of [JSON.stringify(body), large(body)]) expect((await post(payload)).statusCode).toBe(200)

  const [first, ...others] = body.passages
  expect(bodies.splice(0)).toEqual([
    body,
    { ...body, filler, passages: [{ ...first, embedding: Float64Array.from([1, -0.1, 1e-30]) }, ...others] },
  ])
})

test.each([
  ['is none', '{"a": '],
  ['names a prototype', '{"a": [{"__proto__": {"isAdmin": true}}]}'],
  ['names one behind a number', '{"a": [1, {"__proto__": {}}]}'],
  ['names a constructor’s prototype', '{"constructor": {"prototype": {}}}'],
])('a large body that %s is refused as a small one is, and the next one is taken', async (_, text) => {
  const answers = await Promise.all([post(text), post(text.replace('{', `{"filler": ${JSON.stringify(filler)}, `))])

  expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 400])
  expect((await post(large({ a: 1 }))).statusCode).toBe(200)
})

test('several at once each have their own answer', async () => {
  bodies.length = 0

  await Promise.all([1, 2, 3, 4].map((n) => post(large({ n }))))

  expect(bodies.map((body) => (body as { n: number }).n).toSorted()).toEqual([1, 2, 3, 4])
})

test('a byte order mark before a large body is passed over as before a small one', async () => {
  bodies.length = 0
  const mark = String.fromCharCode(0xfeff)

  const answers = await Promise.all([post(`${mark}{"a": 1}`), post(mark + large({ a: 1 }))])

  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200])
  expect(bodies).toEqual([{ a: 1 }, { a: 1, filler }])
})

test.each([1000, 3000, 5000, 7000, 10_000, 20_000, 50_000, 500_000])(
  'a large body that is nested %i deep is taken or refused, and neither waits for ever nor fails those beside it',
  async (depth) => {
    const nested = `{"filler": ${JSON.stringify(filler)}, "a": ${'['.repeat(depth)}${']'.repeat(depth)}}`

    const [deep, beside] = await Promise.all([post(nested), post(large({ a: 1 }))])

    expect([200, 400]).toContain(deep.statusCode)
    expect(beside.statusCode).toBe(200)
  },
)

test('what a thread was doing when it broke has failed, and what the next one was given already has not', async () => {
  const other = fastify({ bodyLimit: 8 * 1024 * 1024 })
  parseLargeBodies(other)
  other.post('/', async () => ({ isTaken: true }))
  const send = () =>
    other.inject({
      ...{ method: 'POST', url: '/', headers: { 'content-type': 'application/json' } },
      payload: large({ a: 1 }),
    })
  const newWorker = async () => (await once(process, 'worker'))[0] as Worker
  const [first, lost] = [newWorker(), send()]
  const broken = await first
  broken.emit('error', new Error('it broke'))
  const [second, given] = [newWorker(), send()]
  await second

  await broken.terminate()

  expect([(await lost).statusCode, (await given).statusCode]).toEqual([500, 200])
  await other.close()
})
