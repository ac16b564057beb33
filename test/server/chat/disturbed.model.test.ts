import { afterAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { ConversationStore } from '../../../server/stores/conversation-store.ts'
import type { HistoryStore, NewHistoryMessage } from '../../../server/stores/history-store.ts'
import { sql } from '../../../server/stores/sql.ts'
import { chatAnswer } from '../../../src-shared/api/chat.ts'
import { newId } from '../../../src-shared/ids.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { openChatStores } from '../../helpers/server/chat-stores.ts'
import { lapseClaims } from '../../helpers/server/lapse-claims.ts'
import { openTestServer, type TestUser } from '../../helpers/server/open-test-server.ts'

// What happens between two steps of an answer: another process takes it over, or what it belongs to is deleted.

type Actor = NewHistoryMessage['actor']
interface Between {
  /** Once. */
  beforeText?: readonly [Actor, () => Promise<unknown>]
  beforeListed?: () => Promise<unknown>
}
const between: Between = {}
const { demo } = await ensureTestModels('demo')
const stores = await openChatStores()
const history: HistoryStore = {
  ...stores.history,
  async add(text) {
    const [actor, happens] = between.beforeText ?? []
    if (actor === text.actor) {
      delete between.beforeText
      await happens?.()
    }
    await stores.history.add(text)
  },
}
const conversations: ConversationStore = {
  ...stores.conversations,
  async addTurn(turn) {
    await between.beforeListed?.()
    await stores.conversations.addTurn(turn)
  },
}
const server = await openTestServer({
  ...{ store: stores.store, stores: { history, conversations } },
  environment: { GENERATION_MODEL: demo, MODEL_DEVICE: 'cpu', HEARTH_MODEL_THREADS: '1', HEARTH_CHAT_TEMPERATURE: '0' },
})
beforeEach(() => {
  delete between.beforeText
  delete between.beforeListed
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await stores[Symbol.asyncDispose]()
})

const newMessage = () => ({ message: 'What can you do?', message_id: newId(), session_id: newId(), use_rag: false })
type Message = ReturnType<typeof newMessage>

const send = ({ token }: TestUser, body: Message) => server.call('POST /chat/message', { token, body })
const remove = ({ token }: TestUser, { session_id }: Message) =>
  server.call(`DELETE /chat/conversations/${session_id}`, { token })

async function removeAccount({ token, password }: TestUser): Promise<void> {
  await server.call('DELETE /users/me', { token, body: { current_password: password } })
  await server.jobs.runDue()
}

async function leftOf({ userId }: TestUser) {
  const quota = sql`SELECT used, reserved FROM quotas WHERE user_id = ${userId} AND resource_type = 'messages'`
  const [counts] = await server.store.query(quota, z.object({ used: z.int(), reserved: z.int() }))
  const { messages } = await stores.history.readUser(userId, { limit: 10 })
  const listed = await stores.conversations.count(userId)
  return { texts: messages.map(({ actor }) => actor), listed, ...counts }
}

const answered = { texts: ['assistant', 'user'], listed: 1, used: 1, reserved: 0 }
const nothing = { texts: [], listed: 0 }

test.each(['user', 'assistant'] as const)(
  'a process that is frozen before it adds the text of the %s, and comes back when another has answered, adds and counts nothing more',
  async (actor) => {
    const user = await server.signUp()
    const message = newMessage()
    const others: unknown[] = []
    between.beforeText = [
      actor,
      async () => {
        await lapseClaims(server.store, user.userId)
        others.push((await send(user, message)).data)
      },
    ]

    const { status, error } = await send(user, message)

    expect([status, error?.code]).toEqual([409, 'MESSAGE_IN_PROGRESS'])
    expect(await leftOf(user)).toEqual(answered)
    expect(chatAnswer.parse((await send(user, message)).data).answer_id).toBe(chatAnswer.parse(others[0]).answer_id)
    expect(await leftOf(user)).toEqual(answered)
  },
)

test.each(['user', 'assistant'] as const)(
  'a conversation that is deleted just before the text of the %s is added stays deleted, and nothing is held or counted',
  async (actor) => {
    const user = await server.signUp()
    const message = newMessage()
    between.beforeText = [actor, () => remove(user, message)]

    const { status, error } = await send(user, message)

    expect([status, error?.code]).toEqual([404, 'NOT_FOUND'])
    expect(await leftOf(user)).toEqual({ ...nothing, used: 0, reserved: 0 })
  },
)

test.each(['user', 'assistant'] as const)('no text of the %s comes after the erasure of its account', async (actor) => {
  const user = await server.signUp()
  between.beforeText = [actor, () => removeAccount(user)]

  const { status } = await send(user, newMessage())

  expect(status).not.toBe(200)
  expect(await leftOf(user)).toEqual(nothing)
})

test('a conversation or an account that is deleted just before it is listed is not listed', async () => {
  const [user, leaving] = [await server.signUp(), await server.signUp()]
  const message = newMessage()

  between.beforeListed = () => remove(user, message)
  const deleted = await send(user, message)
  between.beforeListed = () => removeAccount(leaving)
  const erased = await send(leaving, newMessage())

  expect([deleted.error?.code, erased.error?.code]).toEqual(['NOT_FOUND', 'UNAUTHENTICATED'])
  expect([await leftOf(user), await leftOf(leaving)]).toMatchObject([nothing, nothing])
})

test('a conversation that is deleted while it is counted late is not listed', async () => {
  const user = await server.signUp()
  const message = newMessage()
  between.beforeListed = async () => {
    throw new AppError('STORE_UNAVAILABLE', { store: 'mongodb', retry_after: 5 })
  }
  const { status } = await send(user, message)

  between.beforeListed = () => remove(user, message)
  server.clock.at += 60_000
  await server.jobs.runDue()

  expect([status, await leftOf(user)]).toMatchObject([200, nothing])
})

test('a deleted conversation that goes on before its answer is there loses only what belonged to the deleted one', async () => {
  const user = await server.signUp()
  const message = newMessage()
  const next = { ...newMessage(), session_id: message.session_id }
  between.beforeText = [
    'assistant',
    async () => {
      await remove(user, message)
      await send(user, next)
    },
  ]

  const { error } = await send(user, message)

  expect(error?.code).toBe('NOT_FOUND')
  expect(await leftOf(user)).toEqual(answered)
  expect((await stores.history.readUser(user.userId, { limit: 10 })).messages.at(-1)?.message_id).toBe(next.message_id)
})

test('what fails after its conversation was deleted holds nothing of the quota', async () => {
  const user = await server.signUp()
  const message = newMessage()
  between.beforeText = [
    'user',
    async () => {
      await remove(user, message)
      throw new AppError('STORE_UNAVAILABLE', { store: 'scylla', retry_after: 5 })
    },
  ]

  await send(user, message)

  expect(await leftOf(user)).toEqual({ ...nothing, used: 0, reserved: 0 })
})

test('a message that cannot be answered leaves no question in the history', async () => {
  const user = await server.signUp()

  const { error } = await send(user, { ...newMessage(), message: 'word '.repeat(6000) })

  expect(error?.code).toBe('MESSAGE_TOO_LONG')
  expect(await leftOf(user)).toEqual({ ...nothing, used: 0, reserved: 0 })
})
