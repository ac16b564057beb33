import { afterAll, expect, test } from 'vitest'
import type { StreamedEvent } from '../../../src-main/central/central-client.ts'
import { newId } from '../../../src-shared/ids.ts'
import { listenTestServer } from '../../helpers/central.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'

const models = await ensureTestModels('demo')
const central = await listenTestServer({
  environment: { GENERATION_MODEL: models.demo, MODEL_DEVICE: 'cpu', HEARTH_MODEL_THREADS: '1', HEARTH_CHAT_TEMPERATURE: '0' },
})
afterAll(() => central[Symbol.asyncDispose]())

test('a real answer is the same as it is written and whole, and a message that is sent again has it once', async () => {
  const { client } = await central.signedIn()
  const body = { message: 'What can you do?', use_rag: false, message_id: newId() }

  const events: StreamedEvent[] = []
  for await (const event of client.streamMessage({ body })) events.push(event)
  const again = await client.call('POST /chat/message', { body })

  const last = events.at(-1)
  expect(events[0]?.event).toBe('started')
  expect(last).toMatchObject({ event: 'done', data: { answer_id: again.answer_id, answer: again.answer } })
  expect(events.map((each) => (each.event === 'text' ? each.data.text : '')).join('')).toBe(again.answer)
  expect(again.usage.quota.current_usage).toBe(1)
  expect((await client.call('GET /chat/history')).conversations).toHaveLength(1)
})
