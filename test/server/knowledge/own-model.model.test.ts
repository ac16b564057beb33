import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readMigrations } from '../../../server/stores/migrations.ts'
import { openSqlite } from '../../../server/stores/sqlite.ts'
import { createSqliteKnowledge } from '../../../server/stores/sqlite-knowledge.ts'
import { chatAnswer } from '../../../src-shared/api/chat.ts'
import { document } from '../../../src-shared/api/knowledge.ts'
import { hybridFound, semanticFound } from '../../../src-shared/api/search.ts'
import { newId } from '../../../src-shared/ids.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { openTestServer, type TestUser } from '../../helpers/server/open-test-server.ts'
import { passagesOf } from '../../helpers/server/passages-of.ts'
import { wordVector } from '../../helpers/word-vectors.ts'

const models = await ensureTestModels('demo', 'embedder')
const file = openSqlite(undefined, readMigrations(join(import.meta.dirname, '../../../migrations/knowledge')))
const knowledge = createSqliteKnowledge(() => file)
const server = await openTestServer({
  stores: { knowledge },
  environment: {
    ...{ EMBEDDING_MODEL: models.embedder, GENERATION_MODEL: models.demo, MODEL_DEVICE: 'cpu', HEARTH_MODEL_THREADS: '1' },
    HEARTH_CHAT_TEMPERATURE: '0',
  },
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  file[Symbol.dispose]()
})

const model = 'embedder-768'
const manual = `${'The kettle is red and holds two litres of water. '.repeat(60)}\n\nThe warranty lasts three years.\n\n${'Roses want sun and water in the morning. '.repeat(60)}`

const add = async ({ token }: TestUser, body: object) =>
  document.parse((await server.call('POST /knowledge/documents', { token, body })).data)

test('a text is cut into passages that the model sees whole, all of it, and a question without an embedding finds the right one', async () => {
  const user = await server.signUp()
  const { token, userId: user_id } = user
  const made = await add(user, { source: 'manual.txt', content: manual })

  const semantic = await server.call('POST /search/semantic', { token, body: { query: 'How long does the warranty last?' } })
  const hybrid = await server.call('POST /search/hybrid', { token, body: { query: 'How long does the warranty last?' } })

  expect(made).toMatchObject({ embedding_model: model, metadata: { source: 'manual.txt' } })
  const passages = await passagesOf(knowledge, { user_id, document_id: made.document_id })
  expect(passages.length).toBe(made.passage_count)
  expect(passages.length).toBeGreaterThan(5)
  for (const { content, embedding } of passages) {
    expect(manual).toContain(content)
    expect([embedding.length, Math.hypot(...embedding).toFixed(4)]).toEqual([768, '1.0000'])
  }
  expect(semanticFound.parse(semantic.data).results).toHaveLength(5)
  const found = hybridFound.parse(hybrid.data)
  expect(found.methods_used).toEqual(['vector', 'text'])
  expect(found.results[0]?.content).toContain('The warranty lasts three years.')
})

test('passages without embeddings get theirs, in the places that they were given in', async () => {
  const user = await server.signUp()
  const texts = ['The kettle is red.', 'Roses want sun.']

  const { document_id } = await add(user, { source: 'a.txt', passages: texts.map((content) => ({ content })) })

  const passages = await passagesOf(knowledge, { user_id: user.userId, document_id })
  expect(passages.map(({ content }) => content)).toEqual(texts)
})

test('what stands in a document as it stood before is not embedded again', async () => {
  const { userId: user_id, token } = await server.signUp()
  const [document_id, at, kept] = [newId(), new Date(0), wordVector('a vector of before', 768)]
  await knowledge.putDocument({
    ...{ user_id, document_id, embedder: model },
    metadata: { source: 'a.txt', category: null, tags: [], importance: 0.5, created_at: at, updated_at: at },
    passages: [{ content: 'The kettle is red.', embedding: kept }],
  })

  const passages = ['Roses want sun.', 'The kettle is red.'].map((content) => ({ content }))
  await server.call(`PUT /knowledge/documents/${document_id}`, { token, body: { source: 'a.txt', passages } })

  const [roses, kettle] = await passagesOf(knowledge, { user_id, document_id })
  expect(kettle?.embedding).toEqual(kept)
  expect(roses?.embedding).not.toEqual(kept)
})

test('the same question of anybody is embedded once a day', async () => {
  const [user, other] = [await server.signUp(), await server.signUp()]
  const reads = async (outcome: string) => {
    const line = new RegExp(`cache_reads_total\\{cache_type="embedding",outcome="${outcome}"\\} (\\d+)`)
    return Number(line.exec((await server.call('GET /metrics')).text)?.[1] ?? 0)
  }
  const before = [await reads('hit'), await reads('miss')]

  for (const { token } of [user, other])
    await server.call('POST /search/semantic', { token, body: { query: 'Asked by both of them?' } })

  expect([await reads('hit'), await reads('miss')]).toEqual(before.map((count) => count + 1))
})

test('vectors of the clients’ are taken if they are of the server’s model', async () => {
  const { token } = await server.signUp()
  const body = { query: 'kettle', embedding: Array.from(wordVector('kettle', 768)), embedding_model: model }

  expect((await server.call('POST /search/semantic', { token, body })).status).toBe(200)
  const { error } = await server.call('POST /search/semantic', { token, body: { ...body, embedding_model: 'another' } })
  expect([error?.code, error?.details]).toEqual(['EMBEDDING_MISMATCH', { embedding_model: model, dimension: 768 }])
})

test('the chat answers from the documents of whoever asks, and says so where they hold nothing', async () => {
  const [user, other] = [await server.signUp(), await server.signUp()]
  const { document_id } = await add(user, { source: 'warranty.txt', content: 'The warranty of the kettle lasts three years.' })
  await add(other, { source: 'garden.txt', content: 'Roses want sun.' })
  const askAs = async ({ token }: TestUser) => {
    const body = { message: 'How long does the warranty of the kettle last?' }
    return chatAnswer.parse((await server.call('POST /chat/message', { token, body })).data)
  }

  const known = await askAs(user)
  const unknown = await askAs(other)

  expect(known.sources).toMatchObject([{ document_id, position: 0, source: 'warranty.txt' }])
  expect(known.answer).toContain('three years')
  expect(unknown.sources).toEqual([])
})
