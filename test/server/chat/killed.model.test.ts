import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { openPglite } from '../../../server/stores/pglite.ts'
import { sql } from '../../../server/stores/sql.ts'
import { registered } from '../../../src-shared/api/accounts.ts'
import { chatAnswer } from '../../../src-shared/api/chat.ts'
import { newId } from '../../../src-shared/ids.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { lapseClaims } from '../../helpers/server/lapse-claims.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { ask, startServer } from '../../helpers/server/start-server.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const models = await ensureTestModels('demo', 'tinyRandom')
const environment = { MODEL_DEVICE: 'cpu', HEARTH_MODEL_THREADS: '1', JWT_SECRET_KEY: 's'.repeat(32) }
const message = 'What can you do?'

test('killed in the middle of an answer it holds nothing for ever: sent again the message is answered and counted once', async () => {
  using folder = tempFolder()
  const message_id = newId()
  const userId = await killWhileWriting(folder.path, message_id)

  await using store = await openPglite(join(folder.path, 'postgres'))
  await using server = await openTestServer({ store, environment: { ...environment, GENERATION_MODEL: models.demo } })
  const counts = sql`SELECT used, reserved FROM quotas WHERE user_id = ${userId} AND resource_type = 'messages'`
  expect(await store.query(counts, z.unknown())).toEqual([{ used: 0, reserved: 1 }])
  server.clock.at = Date.now()
  await lapseClaims(store, userId)
  const body = { message, message_id, use_rag: false }
  const { data } = await server.call('POST /chat/message', { token: await server.tokenFor(userId), body })

  expect(chatAnswer.parse(data)).toMatchObject({ message_id, status: 'complete' })
  expect(await store.query(counts, z.unknown())).toEqual([{ used: 1, reserved: 0 }])
  const texts = sql`SELECT actor FROM conversation_history WHERE user_id = ${userId} ORDER BY timestamp`
  expect(await store.query(texts, z.unknown())).toEqual([{ actor: 'user' }, { actor: 'assistant' }])
})

async function killWhileWriting(data: string, message_id: string): Promise<string> {
  const endless = {
    ...{ HEARTH_MODEL_CONTEXT: '65536', HEARTH_CHAT_ANSWER_TOKENS: '16000', HEARTH_CHAT_TEMPERATURE: '0' },
    GENERATION_MODEL: models.tinyRandom,
  }
  const server = await startServer({ data, environment: { ...environment, ...endless } })
  const account = { email: 'a@example.org', password: 'long enough' }
  const { user_id, access_token } = registered.parse((await ask(server.url, 'POST /auth/register', { body: account })).data)
  const response = await fetch(`${server.url}/chat/message`, {
    ...{ method: 'POST', body: JSON.stringify({ message, message_id, use_rag: false }) },
    headers: { accept: 'text/event-stream', authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
  })
  // Read to the kill and not given up before: the server would end the answer of a reader who leaves.
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let heard = ''
  while (!heard.includes('event: text')) {
    const read = await reader?.read()
    if (read === undefined || read.done) throw new Error(`no text: ${heard}`)
    heard += read.value
  }
  await server.kill('SIGKILL')
  return user_id
}
