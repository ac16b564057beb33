import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { sql } from '../../../server/stores/sql.ts'
import { engineChildren } from '../../helpers/core-process.ts'
import { freezeProcess } from '../../helpers/freeze-process.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { pidOf } from '../../helpers/pid-of.ts'
import { openChatStores } from '../../helpers/server/chat-stores.ts'
import { openTestServer, type TestServer, type TestUser } from '../../helpers/server/open-test-server.ts'
import { readEvents, textOf } from '../../helpers/server/read-events.ts'
import { waitFor } from '../../helpers/wait-for.ts'

// A model that never ends of itself, behind a real socket that can be cut.

const { tinyRandom } = await ensureTestModels('tinyRandom')
const environment = {
  ...{ GENERATION_MODEL: tinyRandom, MODEL_DEVICE: 'cpu', HEARTH_MODEL_THREADS: '1', HEARTH_GENERATION_QUEUE: '1' },
  ...{ HEARTH_MODEL_CONTEXT: '65536', HEARTH_CHAT_ANSWER_TOKENS: '16000', HEARTH_CHAT_TEMPERATURE: '0' },
}
const stores = await openChatStores()
const server = await openTestServer({ store: stores.store, stores, environment })
const url = await server.app.listen({ host: '127.0.0.1', port: 0 })
afterAll(async () => {
  // What fetch has opened ahead and never used is not idle to the server, which would wait for it.
  server.app.server.closeAllConnections()
  await server[Symbol.asyncDispose]()
  await stores[Symbol.asyncDispose]()
})

interface Sending {
  readonly accept: string
  readonly signal: AbortSignal
}

const send = ({ token }: TestUser, { accept, signal }: Sending, at = url) =>
  fetch(`${at}/chat/message`, {
    ...{ method: 'POST', signal, body: JSON.stringify({ message: 'On and on', use_rag: false }) },
    headers: { accept, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  })

/** Readers of answers that are still being written: one that is let go of would end its answer. */
const reading: ReadableStreamDefaultReader<string>[] = []

/** Reads events until there is some text, and stays there. */
async function untilText(response: Response): Promise<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (reader === undefined) throw new Error('no body')
  reading.push(reader)
  let text = ''
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    text += read.value
    if (textOf(readEvents(text)) !== '') return text
  }
  throw new Error(`no text: ${text}`)
}

/** What is left of the one that was begun last. */
async function untilEnd(): Promise<string> {
  let text = ''
  const reader = reading.at(-1)
  for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) text += read.value
  return text
}

const rows = z.object({ actor: z.string(), message: z.string(), metadata: z.record(z.string(), z.string()) })
const said = ({ store }: Pick<TestServer, 'store'>, { userId }: TestUser) =>
  store.query(sql`SELECT actor, message, metadata FROM conversation_history WHERE user_id = ${userId} ORDER BY timestamp`, rows)

const counts = ({ userId }: TestUser) =>
  server.store.query(
    sql`SELECT used, reserved FROM quotas WHERE user_id = ${userId} AND resource_type = 'messages'`,
    z.object({ used: z.int(), reserved: z.int() }),
  )

const untilCounted = (user: TestUser, used: number) =>
  waitFor('the quota to be settled', async () => {
    const [found] = await counts(user)
    return found?.used === used && found.reserved === 0 ? true : undefined
  })

test('whoever goes away ends the answer: what there is of it is kept as interrupted and counted, and the next one begins', async () => {
  const [user, other] = [await server.signUp(), await server.signUp()]
  const leaving = new AbortController()

  const heard = textOf(readEvents(await untilText(await send(user, { accept: 'text/event-stream', signal: leaving.signal }))))
  leaving.abort()

  await untilCounted(user, 1)
  const [question, answer] = await said(server, user)
  expect([question?.message, answer?.metadata.status]).toEqual(['On and on', 'interrupted'])
  expect(answer?.message.startsWith(heard)).toBe(true)
  const next = new AbortController()
  await untilText(await send(other, { accept: 'text/event-stream', signal: next.signal }))
  next.abort()
  await untilCounted(other, 1)
})

test('a model that does not end in time when it is told to is not waited for, and what was heard is kept and counted', async () => {
  const user = await server.signUp()
  const leaving = new AbortController()
  const heard = textOf(readEvents(await untilText(await send(user, { accept: 'text/event-stream', signal: leaving.signal }))))
  const pid = pidOf(engineChildren(process.pid).get('llama'))

  await freezeProcess(pid)
  try {
    leaving.abort()
    await untilCounted(user, 1)
  } finally {
    process.kill(pid, 'SIGCONT')
  }

  const [, answer] = await said(server, user)
  expect(answer?.metadata.status).toBe('interrupted')
  expect(answer?.message.startsWith(heard)).toBe(true)
})

test('who waits behind it and leaves before his turn is not counted, and who finds the queue full is refused at once', async () => {
  const [writing, waiting, late] = [await server.signUp(), await server.signUp(), await server.signUp()]
  const [first, second] = [new AbortController(), new AbortController()]
  const { signal } = new AbortController()
  await untilText(await send(writing, { accept: 'text/event-stream', signal: first.signal }))
  const leaving = send(waiting, { accept: 'application/json', signal: second.signal }).catch(() => undefined)
  await waitFor('the second to wait', async () => ((await counts(waiting))[0]?.reserved === 1 ? true : undefined))

  const refused = await send(late, { accept: 'text/event-stream', signal })
  second.abort()
  await leaving

  await untilCounted(waiting, 0)
  first.abort()
  await untilCounted(writing, 1)
  expect([refused.status, refused.headers.get('retry-after'), await counts(late)]).toEqual([503, '5', []])
  expect(await said(server, waiting)).toEqual([])
})

test('a conversation that is deleted while it is answered gets no answer any more', async () => {
  const user = await server.signUp()
  const leaving = new AbortController()
  const [started] = readEvents(await untilText(await send(user, { accept: 'text/event-stream', signal: leaving.signal })))
  const session = started?.event === 'started' ? started.data.session_id : ''

  const { status } = await server.call(`DELETE /chat/conversations/${session}`, { token: user.token })
  leaving.abort()

  await untilCounted(user, 0)
  expect([status, await said(server, user)]).toEqual([200, []])
})

test('a server that stops keeps what there is of an answer', async () => {
  const stopping = await openTestServer({ store: stores.store, stores, environment })
  const user = await stopping.signUp()
  const asked = stopping.call('POST /chat/message', { token: user.token, body: { message: 'On and on', use_rag: false } })
  const isWriting = sql`SELECT state FROM chat_turns WHERE user_id = ${user.userId} AND reservation_id IS NOT NULL`
  await waitFor('it to be asked', async () => ((await server.store.query(isWriting, z.unknown())).length > 0 ? true : undefined))

  await stopping[Symbol.asyncDispose]()

  const { status } = await asked
  const kept = await said(server, user)
  expect([status, kept.length]).toEqual(status === 200 ? [200, 2] : [503, 0])
  expect(await counts(user)).toEqual([{ used: kept.length / 2, reserved: 0 }])
})

test('a server that stops ends a stream with what became of its answer', async () => {
  const stopping = await openTestServer({ store: stores.store, stores, environment })
  const at = await stopping.app.listen({ host: '127.0.0.1', port: 0 })
  const user = await stopping.signUp()
  const { signal } = new AbortController()
  const begun = await untilText(await send(user, { accept: 'text/event-stream', signal }, at))

  const stopped = stopping[Symbol.asyncDispose]()
  const events = readEvents(begun + (await untilEnd()))
  stopping.app.server.closeAllConnections()
  await stopped

  expect(events.at(-1)).toMatchObject({ event: 'done', data: { status: 'interrupted', answer: textOf(events) } })
  expect((await said(server, user)).map(({ message }) => message)).toEqual(['On and on', textOf(events)])
})
