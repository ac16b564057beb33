import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { KnowledgeDocument, KnowledgeStore } from '../../../server/stores/knowledge-store.ts'
import { readMigrations } from '../../../server/stores/migrations.ts'
import { sql } from '../../../server/stores/sql.ts'
import type { SqlStore } from '../../../server/stores/sql-store.ts'
import { openSqlite } from '../../../server/stores/sqlite.ts'
import { createSqliteKnowledge } from '../../../server/stores/sqlite-knowledge.ts'
import { documentList } from '../../../src-shared/api/knowledge.ts'
import { newId } from '../../../src-shared/ids.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { openChatStores } from '../../helpers/server/chat-stores.ts'
import { clientModel, embeddedDocument } from '../../helpers/server/embedded-words.ts'
import { openTestServer, type TestUser } from '../../helpers/server/open-test-server.ts'
import { keepsDocumentsOverHttp } from './knowledge-contract.ts'

const server = await openTestServer({ environment: clientModel })
afterAll(() => server[Symbol.asyncDispose]())

describe('on the embedded stores', () => {
  keepsDocumentsOverHttp(() => server)
})

test('a document that arrives after its account was erased is taken back', async () => {
  using file = openSqlite(undefined, readMigrations(join(import.meta.dirname, '../../../migrations/knowledge')))
  const knowledge = createSqliteKnowledge(() => file)
  const during = { store: async () => {} }
  const putDocument: KnowledgeStore['putDocument'] = async (put) => {
    await during.store()
    await knowledge.putDocument(put)
  }
  await using own = await openTestServer({ environment: clientModel, stores: { knowledge: { ...knowledge, putDocument } } })
  const [user, other] = [await own.signUp(), await own.signUp()]
  const body = embeddedDocument('a.txt', ['Words.'])
  await own.call('POST /knowledge/documents', { token: other.token, body })
  during.store = async () => {
    await own.call('DELETE /users/me', { token: user.token, body: { current_password: user.password } })
    await own.jobs.runDue()
  }

  const { status, error } = await own.call('POST /knowledge/documents', { token: user.token, body })

  expect([status, error?.code]).toEqual([401, 'UNAUTHENTICATED'])
  expect((await knowledge.listDocuments(user.userId, { limit: 10 })).documents).toEqual([])
  expect(await knowledge.knownUsers([user.userId, other.userId])).toEqual([other.userId])
})

/** Knowledge whose puts are followed by `after`, on a server whose database goes away with it when that says so. */
async function openDisturbed(after: (knowledge: KnowledgeStore, put: KnowledgeDocument) => Promise<void>, isAway = () => false) {
  const opened = new AsyncDisposableStack()
  const stores = opened.use(await openChatStores())
  const query: SqlStore['query'] = async (...given) => {
    if (isAway()) throw new AppError('STORE_UNAVAILABLE', { store: 'postgres' })
    return await stores.store.query(...given)
  }
  const putDocument: KnowledgeStore['putDocument'] = async (put) => {
    await stores.knowledge.putDocument(put)
    await after(stores.knowledge, put)
  }
  const own = opened.use(
    await openTestServer({
      ...{ store: { ...stores.store, query }, environment: clientModel },
      stores: { knowledge: { ...stores.knowledge, putDocument } },
    }),
  )
  return { own, knowledge: stores.knowledge, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

test('a put that fails because the database is away deletes nothing that another one has put under its id', async () => {
  const away = { isNow: false }
  await using disturbed = await openDisturbed(
    async (knowledge, put) => {
      await knowledge.putDocument({ ...put, metadata: { ...put.metadata, source: 'another.txt' } })
      away.isNow = true
    },
    () => away.isNow,
  )
  const { token, userId } = await disturbed.own.signUp()

  const { status } = await disturbed.own.call(`PUT /knowledge/documents/${newId()}`, {
    ...{ token, body: embeddedDocument('a.txt', ['Words.']) },
  })

  expect(status).toBe(503)
  const { documents } = await disturbed.knowledge.listDocuments(userId, { limit: 10 })
  expect(documents).toMatchObject([{ metadata: { source: 'another.txt' } }])
})

test('a put whose store goes away after its account was erased takes back what came of it', async () => {
  const during = { store: async () => {} }
  await using disturbed = await openDisturbed(async () => {
    await during.store()
    throw new AppError('STORE_UNAVAILABLE', { store: 'mongodb' })
  })
  const { own, knowledge } = disturbed
  const [user, other] = [await own.signUp(), await own.signUp()]
  const put = ({ token }: TestUser) =>
    own.call(`PUT /knowledge/documents/${newId()}`, { token, body: embeddedDocument('a.txt', ['Words.']) })
  expect((await put(other)).status).toBe(503)
  during.store = async () => {
    const { token, password } = user
    await own.call('DELETE /users/me', { token, body: { current_password: password } })
  }

  expect((await put(user)).error?.code).toBe('UNAUTHENTICATED')

  expect([await knowledge.countPassages(user.userId), await knowledge.countPassages(other.userId)]).toEqual([0, 1])
})

test('with no calls left nothing is added, and what is there can be read and deleted all the same', async () => {
  const { token, userId } = await server.signUp()
  const body = embeddedDocument('a.txt', ['Words.'])
  const made = await server.call('POST /knowledge/documents', { token, body })
  await server.store.run(sql`UPDATE quotas SET used = max_allowed WHERE user_id = ${userId} AND resource_type = 'api_calls'`)

  const refused = await server.call('POST /knowledge/documents', { token, body })

  expect([refused.status, refused.error?.code]).toEqual([429, 'QUOTA_EXCEEDED'])
  const { items } = (await server.call('GET /knowledge/documents', { token })).data as { items: { document_id: string }[] }
  expect([made.status, items.length]).toEqual([201, 1])
  expect((await server.call(`DELETE /knowledge/documents/${items[0]?.document_id}`, { token })).status).toBe(200)
})

test.each([
  ['is counted', 'transact', 201],
  ['is answered', 'query', 503],
] as const)(
  'a document is there once when the database goes away before it %s and it is sent again if it failed',
  async (_, call, status) => {
    await using stores = await openChatStores()
    const away = { isNext: false, isNow: false }
    const refuse = () => {
      if (away.isNow) throw new AppError('STORE_UNAVAILABLE', { store: 'postgres' })
    }
    const { query, transact } = stores.store
    const failing: Pick<SqlStore, 'query' | 'transact'> = {
      async query(...given) {
        if (call === 'query') refuse()
        return await query(...given)
      },
      async transact(...given) {
        if (call === 'transact') refuse()
        return await transact(...given)
      },
    }
    const knowledge: KnowledgeStore = {
      ...stores.knowledge,
      async putDocument(document) {
        await stores.knowledge.putDocument(document)
        away.isNow = away.isNext
      },
    }
    await using failed = await openTestServer({
      ...{ store: { ...stores.store, ...failing }, stores: { knowledge }, environment: clientModel },
    })
    const { token } = await failed.signUp()
    const add = () => failed.call('POST /knowledge/documents', { token, body: embeddedDocument('a.txt', ['Words.']) })

    away.isNext = true
    const first = await add()
    Object.assign(away, { isNext: false, isNow: false })
    if (first.status !== 201) expect((await add()).status).toBe(201)

    expect(first.status).toBe(status)
    const { data } = await failed.call('GET /knowledge/documents', { token })
    expect(documentList.parse(data).items).toHaveLength(1)
  },
)
