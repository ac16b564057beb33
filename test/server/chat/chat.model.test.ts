import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { ConversationStore } from '../../../server/stores/conversation-store.ts'
import type { HistoryStore } from '../../../server/stores/history-store.ts'
import type { KnowledgeStore } from '../../../server/stores/knowledge-store.ts'
import { sql } from '../../../server/stores/sql.ts'
import { chatAnswer } from '../../../src-shared/api/chat.ts'
import { newId } from '../../../src-shared/ids.ts'
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
const texts = { areAway: false }
const history: HistoryStore = {
  ...stores.history,
  async add(row) {
    if (texts.areAway && row.actor === 'assistant') throw new AppError('STORE_UNAVAILABLE', { store: 'scylla', retry_after: 5 })
    await stores.history.add(row)
  },
}
const knowledge: KnowledgeStore = {
  ...stores.knowledge,
  async revision(userId) {
    if (documents.isAway) throw new AppError('STORE_UNAVAILABLE', { store: 'mongodb' })
    return await stores.knowledge.revision(userId)
  },
}
const server = await openTestServer({
  ...{ store: stores.store, stores: { history, conversations, knowledge } },
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
  const before = await stores.conversations.count(userId)

  documents.isAway = false
  server.clock.at += 60_000
  await server.jobs.runDue()

  expect([status, before]).toEqual([200, 0])
  const { conversations: listed } = await stores.conversations.list(userId, { limit: 1 })
  expect(listed).toMatchObject([{ title: 'What can you do?', message_count: 2 }])
  expect(listed[0]?.last_message).not.toBe('')
})

test('while the documents cannot be read the answer is written without them, and says so', async () => {
  const { token } = await server.signUp()
  documents.isAway = true
  const { data } = await server.call('POST /chat/message', { token, body: { message: 'What can you do?' } })
  documents.isAway = false

  expect(chatAnswer.parse(data)).toMatchObject({ documents: 'away', sources: [], status: 'complete' })
})

test('an answer that cannot be kept is not counted, and the message is answered as soon as it is sent again', async () => {
  const { token, userId } = await server.signUp()
  const body = { message: 'What can you do?', message_id: newId(), use_rag: false }
  texts.areAway = true
  const refused = await server.call('POST /chat/message', { token, body })
  texts.areAway = false

  const { data } = await server.call('POST /chat/message', { token, body })

  expect([refused.status, refused.error?.code, refused.headers['retry-after']]).toEqual([503, 'STORE_UNAVAILABLE', '5'])
  expect(chatAnswer.parse(data)).toMatchObject({ message_id: body.message_id, usage: { quota: { current_usage: 1 } } })
  const held = sql`SELECT used, reserved FROM quotas WHERE user_id = ${userId} AND resource_type = 'messages'`
  expect(await server.store.query(held, z.unknown())).toEqual([{ used: 1, reserved: 0 }])
  expect((await stores.history.readUser(userId, { limit: 10 })).messages).toHaveLength(2)
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
