import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openChatStores } from '../../helpers/server/chat-stores.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { keepsHistoryContract } from './history-contract.ts'

const stores = await openChatStores()
const server = await openTestServer({ store: stores.store, stores })
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await stores[Symbol.asyncDispose]()
})

keepsHistoryContract(() => ({ server, stores }))

test('without a model a message is refused with the setting that names one, and nothing is held or kept', async () => {
  const { token, userId } = await server.signUp()

  const { status, error } = await server.call('POST /chat/message', { token, body: { message: 'Hello' } })

  expect([status, error]).toMatchObject([503, { code: 'MODEL_UNAVAILABLE', details: { setting: 'GENERATION_MODEL' } }])
  for (const table of ['chat_turns', 'quota_reservations', 'conversation_history'])
    expect(
      await server.store.query({ text: `SELECT * FROM ${table} WHERE user_id = $1`, values: [userId] }, z.unknown()),
    ).toEqual([])
  expect(JSON.parse((await server.call('GET /health')).text)).toMatchObject({
    models: { embedding: { name: null, state: 'absent' }, generation: { name: null, state: 'absent' } },
  })
})
