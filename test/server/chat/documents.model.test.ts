import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { KnowledgeStore } from '../../../server/stores/knowledge-store.ts'
import { sql } from '../../../server/stores/sql.ts'
import { chatAnswer } from '../../../src-shared/api/chat.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { openChatStores } from '../../helpers/server/chat-stores.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { answersFromDocuments } from './documents-contract.ts'

const models = await ensureTestModels('demo', 'embedder')
const stores = await openChatStores()
const documents = { areAway: false }
const knowledge: KnowledgeStore = {
  ...stores.knowledge,
  async revision(userId) {
    if (documents.areAway) throw new AppError('STORE_UNAVAILABLE', { store: 'mongodb' })
    return await stores.knowledge.revision(userId)
  },
}
const server = await openTestServer({
  ...{ store: stores.store, stores: { knowledge } },
  environment: {
    ...{ GENERATION_MODEL: models.demo, EMBEDDING_MODEL: models.embedder, MODEL_DEVICE: 'cpu' },
    ...{ HEARTH_MODEL_THREADS: '1', HEARTH_CHAT_TEMPERATURE: '0' },
  },
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await stores[Symbol.asyncDispose]()
})

answersFromDocuments(() => server)

test('of a question and of its answer the same is kept: whether documents were looked for with an embedding', async () => {
  const { token } = await server.signUp()
  const used = async (body: object) => {
    const { data } = await server.call('POST /chat/message', { token, body: { message: 'How long is the warranty?', ...body } })
    const { session_id, documents: asked } = chatAnswer.parse(data)
    const rows = sql`SELECT embedding_used FROM conversation_history WHERE session_id = ${session_id}`
    const kept = await server.store.query(rows, z.object({ embedding_used: z.boolean() }))
    return [asked, ...kept.map(({ embedding_used }) => embedding_used)]
  }

  const there = await used({})
  documents.areAway = true
  const away = await used({})
  documents.areAway = false

  expect([there, away]).toEqual([
    ['none', true, true],
    ['away', false, false],
  ])
  expect(await used({ use_rag: false })).toEqual(['not_asked', false, false])
})
