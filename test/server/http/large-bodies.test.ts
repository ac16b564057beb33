import { once } from 'node:events'
import { request as open } from 'node:http'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestServer, type TestUser } from '../../helpers/server/open-test-server.ts'
import { waitFor } from '../../helpers/wait-for.ts'

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())
const { port } = new URL(await server.app.listen({ host: '127.0.0.1', port: 0 }))
const megabyte = 1024 * 1024

const told = z.object({ error: z.object({ code: z.string() }).optional() })

interface Upload {
  /** Undefined: it does not say how long it is. */
  readonly bytes: number | undefined
  readonly isWhole?: boolean
  readonly path?: string
}

/** An upload of which a little is sent, and nothing more unless it is whole. */
function upload({ token }: TestUser, { bytes, isWhole = false, path = '/knowledge/documents' }: Upload) {
  const length = bytes === undefined ? {} : { 'content-length': bytes }
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...length }
  const sending = open({ port, path, method: 'POST', headers })
  sending.on('error', () => undefined)
  const answered = once(sending, 'response').then(async ([response]) => {
    const text = (await response.toArray()).join('')
    return {
      status: response.statusCode,
      retryAfter: response.headers['retry-after'],
      code: told.parse(JSON.parse(text)).error?.code,
    }
  })
  const sent = once(sending, 'finish')
  for (const each of [answered, sent]) each.catch(() => undefined)
  sending.write(isWhole ? 'x'.repeat(bytes ?? 0) : 'x')
  if (isWhole) sending.end()
  return { answered, sent, cut: () => void sending.destroy() }
}

type Sent = ReturnType<typeof upload>

/** Those that wait for the rest are silent; one that is refused is told at once. */
const isLetIn = ({ answered }: Sent) =>
  Promise.race([
    answered.then(({ code }) => code !== 'OVERLOADED'),
    new Promise<true>((resolve) => setTimeout(resolve, 500, true)),
  ])

const letIn = async (sent: readonly Sent[]) => (await Promise.all(sent.map(isLetIn))).filter(Boolean).length

const cutAll = (sent: readonly Sent[]): void => sent.forEach(({ cut }) => void cut())

/** Until the server has noticed that the others have gone. */
const untilFree = (user: TestUser) =>
  waitFor('a place', async () => {
    const next = upload(user, { bytes: 2 * megabyte, isWhole: true })
    return (await next.answered).code === 'OVERLOADED' ? undefined : true
  })

test('of 24 unfinished uploads of one account two are read, the others are refused with the time to come again', async () => {
  const user = await server.signUp()

  const sent = Array.from({ length: 24 }, () => upload(user, { bytes: 31 * megabyte }))

  expect(await letIn(sent)).toBe(2)
  const refused = await Promise.race(sent.map(({ answered }) => answered))
  expect(refused).toEqual({ status: 503, retryAfter: '2', code: 'OVERLOADED' })
  cutAll(sent)
  await untilFree(user)
})

test('one that does not say how long it is counts as the longest that its route takes', async () => {
  const user = await server.signUp()

  const sent = Array.from({ length: 5 }, () => upload(user, { bytes: undefined }))

  expect(await letIn(sent)).toBe(2)
  cutAll(sent)
  await untilFree(user)
})

test('of many accounts eight are read at once, and bodies that every route takes are read beside them', async () => {
  const users = await Promise.all(Array.from({ length: 6 }, () => server.signUp()))
  const first = await server.signUp()

  const sent = users.flatMap((user) => [1, 2].map(() => upload(user, { bytes: 31 * megabyte })))

  expect(await letIn(sent)).toBe(8)
  const small = upload(first, { bytes: megabyte, isWhole: true })
  const chunked = upload(first, { bytes: undefined, path: '/usage' })
  expect((await small.answered).code).toBe('BAD_REQUEST')
  expect(await isLetIn(chunked)).toBe(true)
  cutAll([...sent, chunked])
  await untilFree(first)
})

test('whoever was answered gives the place back: one after the other all are read', async () => {
  const user = await server.signUp()

  const codes: (string | undefined)[] = []
  for (let n = 0; n < 12; n++) codes.push((await upload(user, { bytes: 2 * megabyte, isWhole: true }).answered).code)

  expect(new Set(codes)).toEqual(new Set(['BAD_REQUEST']))
})

test('whoever goes when all is sent gives the place back when it was worked off', async () => {
  const user = await server.signUp()

  for (let n = 0; n < 12; n++) {
    const { sent, cut } = upload(user, { bytes: 2 * megabyte, isWhole: true })
    await sent
    cut()
  }

  expect(await untilFree(user)).toBe(true)
  const both = [1, 2].map(() => upload(user, { bytes: 31 * megabyte }))
  expect(await letIn(both)).toBe(2)
  cutAll(both)
})
