import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { ConversationStore } from '../../../server/stores/conversation-store.ts'
import { sql } from '../../../server/stores/sql.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { openChatStores } from '../../helpers/server/chat-stores.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { answersContract } from './answers-contract.ts'

const models = await ensureTestModels('demo')
const stores = await openChatStores()
const documents = { isAway: false }
const conversations: ConversationStore = {
  ...stores.conversations,
  async addTurn(turn) {
    if (documents.isAway) throw new AppError('STORE_UNAVAILABLE', { store: 'mongodb' })
    await stores.conversations.addTurn(turn)
  },
}
const server = await openTestServer({
  ...{ store: stores.store, stores: { history: stores.history, conversations } },
  environment: { GENERATION_MODEL: models.demo, MODEL_DEVICE: 'cpu', HEARTH_MODEL_THREADS: '1', HEARTH_CHAT_TEMPERATURE: '0' },
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await stores[Symbol.asyncDispose]()
})

answersContract(() => ({ server, stores }))

test('a turn that the store of conversations was not there for is answered, and listed when it is back', async () => {
  const { token, userId } = await server.signUp()
  documents.isAway = true
  const { status } = await server.call('POST /chat/message', { token, body: { message: 'What can you do?', use_rag: false } })
  await server.jobs.runDue()
  const before = (await stores.conversations.list(userId, { limit: 1 })).total

  documents.isAway = false
  server.clock.at += 60_000
  await server.jobs.runDue()

  expect([status, before]).toEqual([200, 0])
  const { conversations: listed } = await stores.conversations.list(userId, { limit: 1 })
  expect(listed).toMatchObject([{ title: 'What can you do?', message_count: 2 }])
  expect(listed[0]?.last_message).not.toBe('')
})

test('turns are forgotten after a day, their texts are not', async () => {
  const user = await server.signUp()
  await server.call('POST /chat/message', { token: user.token, body: { message: 'What can you do?', use_rag: false } })
  const [oldTurns] = server.jobs.schedules.filter(({ name }) => name === 'old_chat_turns')
  const turns = sql`SELECT state FROM chat_turns WHERE user_id = ${user.userId}`
  expect(await server.store.query(turns, z.unknown())).toEqual([{ state: 'done' }])

  server.clock.at += 25 * 3_600_000
  await oldTurns?.run(new AbortController().signal)

  expect(await server.store.query(turns, z.unknown())).toEqual([])
  const { messages } = await stores.history.readUser(user.userId, { limit: 10 })
  expect(messages).toHaveLength(2)
})
