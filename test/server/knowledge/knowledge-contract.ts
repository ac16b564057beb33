import { expect, test } from 'vitest'
import { document, documentList, documentWithPassages } from '../../../src-shared/api/knowledge.ts'
import { newId } from '../../../src-shared/ids.ts'
import { embeddedDocument, vectorOf } from '../../helpers/server/embedded-words.ts'
import type { TestServer, TestUser } from '../../helpers/server/open-test-server.ts'

const kettle = embeddedDocument('kettle.txt', ['The kettle is red.', 'The warranty lasts three years.'])

/** Documents over HTTP, of a server without a model, wherever they are kept. */
export function keepsDocumentsOverHttp(server: () => TestServer): void {
  addsAndReads(server)
  knowsIdsInCapitals(server)
  listsAndDeletes(server)
  refusesWhatIsNone(server)
  countsWhatIsAdded(server)
}

const add = async (server: TestServer, { token }: TestUser, body: object = kettle) =>
  document.parse((await server.call('POST /knowledge/documents', { token, body })).data)

const listOf = async (server: TestServer, { token }: TestUser, query = '') =>
  documentList.parse((await server.call(`GET /knowledge/documents${query}`, { token })).data)

function addsAndReads(server: () => TestServer): void {
  test('a document that its client has embedded comes back with its passages and what was said of it', async () => {
    const user = await server().signUp()
    const facets = { category: 'manuals', tags: ['red', 'kitchen', 'red'], importance: 0.9 }

    const made = await server().call('POST /knowledge/documents', { token: user.token, body: { ...kettle, ...facets } })
    const { document_id } = document.parse(made.data)
    const read = await server().call(`GET /knowledge/documents/${document_id}`, { token: user.token })

    const at = new Date(server().clock.at).toISOString()
    const shown = {
      ...{ document_id, embedding_model: 'words', passage_count: 2 },
      metadata: { ...facets, source: 'kettle.txt', tags: ['red', 'kitchen'], created_at: at, updated_at: at },
    }
    expect([made.status, made.data]).toEqual([201, shown])
    const { passages, ...head } = documentWithPassages.parse(read.data)
    expect(head).toEqual(shown)
    const unused = { retrieval_count: 0, last_accessed: null, relevance_scores: [] }
    expect(passages).toEqual(kettle.passages.map(({ content }, position) => ({ position, content, usage_stats: unused })))
  })

  test('put under an id of the client’s, again it is one document that keeps when it was made', async () => {
    const user = await server().signUp()
    const route = `PUT /knowledge/documents/${newId()}` as const
    const first = document.parse((await server().call(route, { token: user.token, body: kettle })).data)
    server().clock.at += 1000
    const body = embeddedDocument('kettle.md', ['The kettle is blue.'])

    const second = document.parse((await server().call(route, { token: user.token, body })).data)

    expect(second).toMatchObject({ document_id: first.document_id, passage_count: 1 })
    expect(second.metadata).toMatchObject({ source: 'kettle.md', created_at: first.metadata.created_at })
    expect(Date.parse(second.metadata.updated_at)).toBe(server().clock.at)
    expect((await listOf(server(), user)).items).toEqual([second])
  })

  test('the id of somebody else’s document names another document, and changes nothing of his', async () => {
    const [owner, other] = [await server().signUp(), await server().signUp()]
    const { document_id } = await add(server(), owner)
    const path = `/knowledge/documents/${document_id}` as const
    const before = await server().call(`GET ${path}`, { token: owner.token })

    expect((await server().call(`GET ${path}`, { token: other.token })).error?.code).toBe('NOT_FOUND')
    expect((await server().call(`DELETE ${path}`, { token: other.token })).error?.code).toBe('NOT_FOUND')
    await server().call(`PUT ${path}`, { token: other.token, body: embeddedDocument('mine.txt', ['Mine.']) })

    expect((await server().call(`GET ${path}`, { token: owner.token })).data).toEqual(before.data)
    expect((await listOf(server(), other)).items.map(({ metadata }) => metadata.source)).toEqual(['mine.txt'])
  })
}

function knowsIdsInCapitals(server: () => TestServer): void {
  test('an id in capitals names the same document: put, read, listed, replaced and deleted', async () => {
    const user = await server().signUp()
    const id = newId()
    const [capitals, small] = [`/knowledge/documents/${id.toUpperCase()}`, `/knowledge/documents/${id}`] as const
    const { token } = user

    const made = document.parse((await server().call(`PUT ${capitals}`, { token, body: kettle })).data)

    expect(made.document_id).toBe(id)
    for (const path of [capitals, small])
      expect((await server().call(`GET ${path}`, { token })).data).toMatchObject({ document_id: id, passage_count: 2 })
    await server().call(`PUT ${small}`, { token, body: embeddedDocument('kettle.md', ['The kettle is blue.']) })
    expect((await listOf(server(), user)).items).toMatchObject([{ document_id: id, passage_count: 1 }])
    expect((await server().call(`DELETE ${capitals}`, { token })).status).toBe(200)
    expect((await listOf(server(), user)).items).toEqual([])
  })

  test('a place whose id is in capitals is the same place', async () => {
    const user = await server().signUp()
    for (let n = 0; n < 3; n++) await add(server(), user)
    const whole = await listOf(server(), user)
    const { next } = await listOf(server(), user, '?limit=1')
    const inCapitals = Buffer.from(
      Buffer.from(next ?? '', 'base64url')
        .toString()
        .toUpperCase(),
    ).toString('base64url')

    const rest = await listOf(server(), user, `?after=${inCapitals}`)

    expect(rest.items).toEqual(whole.items.slice(1))
  })
}

function listsAndDeletes(server: () => TestServer): void {
  test('pages of documents follow each other newest first until there is no more', async () => {
    const user = await server().signUp()
    const ids: string[] = []
    for (let n = 0; n < 5; n++) {
      ids.unshift((await add(server(), user)).document_id)
      server().clock.at += 1
    }

    const first = await listOf(server(), user, '?limit=2')
    const second = await listOf(server(), user, `?limit=2&after=${first.next}`)
    const last = await listOf(server(), user, `?limit=2&after=${second.next}`)

    expect([first, second, last].map(({ items }) => items.length)).toEqual([2, 2, 1])
    expect([first, second, last].flatMap(({ items }) => items.map(({ document_id }) => document_id))).toEqual(ids)
    expect(last.next).toBeNull()
  })

  test('a place that is none of ours is refused', async () => {
    const { token } = await server().signUp()

    for (const after of ['x', 'bnVsbA', Buffer.from('[1e99,"x"]').toString('base64url')]) {
      const { status, error } = await server().call(`GET /knowledge/documents?after=${after}`, { token })
      expect([status, error?.details.field]).toEqual([404, 'after'])
    }
  })

  test('a deleted document is gone, and to delete it again finds nothing', async () => {
    const user = await server().signUp()
    const { document_id } = await add(server(), user)
    const path = `/knowledge/documents/${document_id}` as const

    expect((await server().call(`DELETE ${path}`, { token: user.token })).data).toEqual({ done: true })

    expect((await server().call(`GET ${path}`, { token: user.token })).status).toBe(404)
    expect((await server().call(`DELETE ${path}`, { token: user.token })).status).toBe(404)
    expect((await listOf(server(), user)).items).toEqual([])
  })
}

function refusesWhatIsNone(server: () => TestServer): void {
  const [first = { content: '', embedding: [] }] = kettle.passages
  const plain = { source: 'a.txt' }
  const bare = kettle.passages.map(({ content }) => ({ content }))

  test.each<readonly [string, object, string]>([
    ['neither text nor passages', plain, 'content'],
    ['both', { ...kettle, content: 'text' }, 'content'],
    ['no passages', { ...plain, passages: [] }, 'passages'],
    ['an embedding for one of two', { ...kettle, passages: [first, ...bare.slice(1)] }, 'passages'],
    ['embeddings of nobody knows which model', { ...plain, passages: kettle.passages }, 'embedding_model'],
    ['a model without embeddings', { ...kettle, passages: bare }, 'embedding_model'],
    ['white space', { ...plain, content: ' \n ' }, 'content'],
    ['half a character', { ...plain, content: 'a \ud800' }, 'content'],
    ['an embedding that is no number', { ...kettle, passages: [{ ...first, embedding: ['1'] }] }, 'passages.0.embedding'],
    ['a source with a line break', { ...kettle, source: 'a\r\nb' }, 'source'],
    ['importance above one', { ...kettle, importance: 1.1 }, 'importance'],
  ])('%s is no document', async (_, body, field) => {
    const user = await server().signUp()

    const { status, error } = await server().call('POST /knowledge/documents', { token: user.token, body })

    expect([status, error?.code, error?.details.field]).toEqual([422, 'VALIDATION_FAILED', field])
    expect((await listOf(server(), user)).items).toEqual([])
  })

  const taken = { embedding_model: 'words', dimension: 64 }

  test.each<readonly [string, object]>([
    ['of another model', { ...kettle, embedding_model: 'others' }],
    ['of another dimension', { ...kettle, passages: [{ content: 'a', embedding: vectorOf('a').slice(1) }] }],
    ['that points nowhere', { ...kettle, passages: [{ content: 'a', embedding: vectorOf('a').map(() => 0) }] }],
    ['one of which is too short', { ...kettle, passages: [first, { content: 'a', embedding: [1] }] }],
  ])('an embedding %s is refused with those that are taken', async (_, body) => {
    const user = await server().signUp()

    const { status, error } = await server().call('POST /knowledge/documents', { token: user.token, body })

    expect([status, error?.code, error?.details]).toEqual([409, 'EMBEDDING_MISMATCH', taken])
    expect((await listOf(server(), user)).items).toEqual([])
  })

  test.each<readonly [string, object]>([
    ['a text', { ...plain, content: 'The kettle is red.' }],
    ['passages', { ...plain, passages: bare }],
  ])('without a model on the server, %s without embeddings is refused, and what to send is told', async (_, body) => {
    const user = await server().signUp()

    const { status, error } = await server().call('POST /knowledge/documents', { token: user.token, body })

    expect([status, error?.code, error?.details]).toEqual([409, 'EMBEDDING_REQUIRED', taken])
    expect(error?.message).toContain('Send an embedding')
  })
}

function countsWhatIsAdded(server: () => TestServer): void {
  const usedBy = async ({ token }: TestUser) =>
    (await server().call('GET /billing/quota/api_calls', { token })).data as { readonly current_usage: number }

  test('what is added counts as a call, what is refused, read or deleted does not', async () => {
    const user = await server().signUp()
    const { document_id } = await add(server(), user)
    await server().call('POST /knowledge/documents', { token: user.token, body: { ...kettle, embedding_model: 'others' } })
    await server().call(`GET /knowledge/documents/${document_id}`, { token: user.token })
    await listOf(server(), user)
    await server().call(`DELETE /knowledge/documents/${document_id}`, { token: user.token })

    expect(await usedBy(user)).toMatchObject({ current_usage: 1, remaining: 99 })
  })
}
