import { afterAll, describe, expect, test } from 'vitest'
import { createAtlasSearch } from '../../../server/stores/atlas-search.ts'
import { openMongo, openMongoPatiently } from '../../../server/stores/mongo.ts'
import { createMongoKnowledge } from '../../../server/stores/mongo-knowledge.ts'
import { document } from '../../../src-shared/api/knowledge.ts'
import { semanticFound } from '../../../src-shared/api/search.ts'
import { freezeProcess } from '../../helpers/freeze-process.ts'
import { clientModel, embeddedDocument, embeddedQuery } from '../../helpers/server/embedded-words.ts'
import { openTestServer, type TestServer } from '../../helpers/server/open-test-server.ts'
import { providedDatabase } from '../../helpers/server/provided-database.ts'
import { openTestCache } from '../../helpers/server/test-cache.ts'
import { openTestDatabase } from '../../helpers/server/test-database.ts'
import { createMongoDatabase } from '../../helpers/server/test-mongo.ts'
import { waitFor } from '../../helpers/wait-for.ts'
import { keepsDocumentsOverHttp } from '../knowledge/knowledge-contract.ts'
import { keepsDocumentsPersonal } from '../personal-data/documents-contract.ts'
import { keepsSearchContract } from './search-contract.ts'

const opened = new AsyncDisposableStack()
const store = opened.use(await openTestDatabase())
const cache = opened.use(openTestCache())
const address = await createMongoDatabase()
const session = opened.use(await openMongoPatiently(address))
const knowledge = createMongoKnowledge(() => session)
const open = (stores = { knowledge }) => openTestServer({ store, cache, stores, environment: clientModel })
const server = opened.use(await open())
const other = opened.use(await open())
afterAll(() => opened.disposeAsync())

describe('on PostgreSQL, Redis and MongoDB’s protocol', () => {
  keepsDocumentsOverHttp(() => server)
  keepsSearchContract(() => server)
  keepsDocumentsPersonal(() => ({ server, knowledge }))
})

test('what only speaks MongoDB’s protocol has no Atlas, and is not asked for it again', async () => {
  expect(await createAtlasSearch(() => session).prepare(768)).toBe('absent')
})

const contentsAt = async (at: TestServer, token: string) => {
  const { data } = await at.call('POST /search/semantic', { token, body: embeddedQuery('words of it') })
  return semanticFound.parse(data).results.map(({ content }) => content)
}

test('what one process puts, changes and deletes the other finds so at once, out of no cache', async () => {
  const { token } = await server.signUp()
  const body = (text: string) => embeddedDocument('a.txt', [text])
  const made = await server.call('POST /knowledge/documents', { token, body: body('Old words of it.') })
  const path = `/knowledge/documents/${document.parse(made.data).document_id}` as const
  expect([await contentsAt(server, token), await contentsAt(other, token)]).toEqual([['Old words of it.'], ['Old words of it.']])

  await other.call(`PUT ${path}`, { token, body: body('Fresh words of it.') })
  expect([await contentsAt(server, token), await contentsAt(other, token)]).toEqual([
    ['Fresh words of it.'],
    ['Fresh words of it.'],
  ])

  await server.call(`DELETE ${path}`, { token })
  expect([await contentsAt(other, token), await contentsAt(server, token)]).toEqual([[], []])
})

test('a frozen MongoDB refuses documents and searches in words, charges nothing, and is searched again when it is back', async () => {
  const { token } = await server.signUp()
  await server.call('POST /knowledge/documents', { token, body: embeddedDocument('a.txt', ['The words of it.']) })
  await using inTime = await openMongo(address)
  await using refusing = await open({ knowledge: createMongoKnowledge(() => inTime) })
  const { pid } = providedDatabase('ferretdb')
  const routes = ['POST /knowledge/documents', 'POST /search/semantic'] as const
  const bodies = [embeddedDocument('b.txt', ['Other words of it.']), embeddedQuery('words')]
  await freezeProcess(pid)
  try {
    for (const [n, route] of routes.entries()) {
      const { status, error, headers } = await refusing.call(route, { token, body: bodies[n] })
      expect([route, status, error?.code]).toEqual([route, 503, 'STORE_UNAVAILABLE'])
      expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    }
    expect((await refusing.call('GET /billing/subscription', { token })).status).toBe(200)
  } finally {
    process.kill(pid, 'SIGCONT')
  }

  const found = await waitFor('a search', async () => {
    const { status, data } = await refusing.call('POST /search/semantic', { token, body: embeddedQuery('the words of it') })
    return status === 200 ? semanticFound.parse(data).results.map(({ content }) => content) : undefined
  })
  expect(found).toContain('The words of it.')
  const { data } = await server.call('GET /billing/quota/api_calls', { token })
  expect(data).toMatchObject({ current_usage: 2 })
})
