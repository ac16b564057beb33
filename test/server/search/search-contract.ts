import { expect, test } from 'vitest'
import { document, documentWithPassages } from '../../../src-shared/api/knowledge.ts'
import { hybridFound, semanticFound } from '../../../src-shared/api/search.ts'
import { newId } from '../../../src-shared/ids.ts'
import { embeddedDocument, embeddedQuery, vectorOf } from '../../helpers/server/embedded-words.ts'
import type { TestServer, TestUser } from '../../helpers/server/open-test-server.ts'
import { waitFor } from '../../helpers/wait-for.ts'

/** Searching over HTTP, of a server without a model, wherever the documents are kept. */
export function keepsSearchContract(server: () => TestServer): void {
  finds(server)
  filters(server)
  followsChanges(server)
  refuses(server)
  counts(server)
}

const add = async (server: TestServer, { token }: TestUser, body: object) =>
  document.parse((await server.call('POST /knowledge/documents', { token, body })).data)

const semantic = async (server: TestServer, { token }: TestUser, body: object) =>
  semanticFound.parse((await server.call('POST /search/semantic', { token, body })).data)

const hybrid = async (server: TestServer, { token }: TestUser, body: object) =>
  hybridFound.parse((await server.call('POST /search/hybrid', { token, body })).data)

const contentsOf = ({ results }: { readonly results: readonly { readonly content: string }[] }) =>
  results.map(({ content }) => content)

function finds(server: () => TestServer): void {
  test('the nearest passages come best first, with their documents and what they scored', async () => {
    const user = await server().signUp()
    const texts = ['The kettle is red.', 'The warranty lasts three years.', 'Roses want sun and water.']
    const { document_id, metadata } = await add(server(), user, embeddedDocument('kettle.txt', texts))

    const found = await semantic(server(), user, { ...embeddedQuery('the warranty lasts'), top_k: 2 })

    expect(found.search_type).toBe('vector_index')
    expect(found.results).toHaveLength(2)
    expect(found.results[0]).toMatchObject({ document_id, position: 1, content: texts[1], metadata })
    expect(found.results[0]?.score).toBe(found.results[0]?.scores.vector)
    expect(found.results[0]?.score).toBeGreaterThan(found.results[1]?.score ?? 1)
    expect(found.processing_time_ms).toBeGreaterThanOrEqual(0)
  })

  test('both methods find together what either finds alone; weights say which counts', async () => {
    const user = await server().signUp()
    const near = 'Hot water in a pot.'
    const named = 'Model K200 is sold out.'
    const passages = [near, named].map((content) => ({ content, embedding: vectorOf(near) }))
    await add(server(), user, {
      source: 'a.txt',
      embedding_model: 'words',
      passages: [passages[0], { ...passages[1], embedding: vectorOf('zzz') }],
    })
    const asked = { query: 'K200', embedding: vectorOf(near), embedding_model: 'words' }

    const byMeaning = await hybrid(server(), user, { ...asked, weights: { vector: 1, text: 0 } })
    const byWords = await hybrid(server(), user, { ...asked, weights: { vector: 0, text: 1 } })
    const byBoth = await hybrid(server(), user, asked)

    expect([contentsOf(byMeaning)[0], byMeaning.methods_used]).toEqual([near, ['vector']])
    expect([contentsOf(byWords)[0], byWords.methods_used]).toEqual([named, ['text']])
    expect(contentsOf(byBoth).toSorted()).toEqual([near, named])
    expect(byBoth.methods_used).toEqual(['vector', 'text'])
  })

  test('without an embedding of the query its words have to do', async () => {
    const user = await server().signUp()
    await add(server(), user, embeddedDocument('a.txt', ['The warranty lasts three years.', 'Roses want sun.']))

    const found = await hybrid(server(), user, { query: 'warranty' })

    expect([contentsOf(found), found.methods_used]).toEqual([['The warranty lasts three years.'], ['text']])
  })

  test('whoever has no documents finds nothing, and nobody finds what is another’s', async () => {
    const [owner, other, nobody] = [await server().signUp(), await server().signUp(), await server().signUp()]
    await add(server(), owner, embeddedDocument('a.txt', ['The secret of the owner.']))
    await add(server(), other, embeddedDocument('a.txt', ['The secret of the other.']))
    const query = embeddedQuery('the secret')

    expect(contentsOf(await semantic(server(), owner, query))).toEqual(['The secret of the owner.'])
    expect(contentsOf(await hybrid(server(), other, query))).toEqual(['The secret of the other.'])
    expect(contentsOf(await semantic(server(), nobody, query))).toEqual([])
  })
}

function filters(server: () => TestServer): void {
  test('filters leave what passes all of them', async () => {
    const user = await server().signUp()
    const given = [
      { source: 'law.txt', category: 'law', tags: ['new', 'long'], importance: 0.2 },
      { source: 'old.txt', category: 'law', tags: ['long'], importance: 0.8 },
      { source: 'tea.txt', category: 'tea', tags: ['new'], importance: 0.8 },
    ]
    const ids: string[] = []
    for (const facets of given) {
      const body = { ...embeddedDocument(facets.source, [`The same words of ${facets.source}`]), ...facets }
      ids.push((await add(server(), user, body)).document_id)
      server().clock.at += 1000
    }
    const sourcesOf = async (filters: object) =>
      (await semantic(server(), user, { ...embeddedQuery('the same words'), filters })).results
        .map(({ metadata }) => metadata.source)
        .toSorted()

    expect(await sourcesOf({})).toEqual(['law.txt', 'old.txt', 'tea.txt'])
    expect(await sourcesOf({ categories: ['law'] })).toEqual(['law.txt', 'old.txt'])
    expect(await sourcesOf({ tags: ['new', 'long'] })).toEqual(['law.txt'])
    expect(await sourcesOf({ sources: ['tea.txt', 'law.txt'], min_importance: 0.5 })).toEqual(['tea.txt'])
    expect(await sourcesOf({ document_ids: [ids[1], newId()] })).toEqual(['old.txt'])
    expect(await sourcesOf({ document_ids: [ids[1]?.toUpperCase()] })).toEqual(['old.txt'])
    const second = new Date(server().clock.at - 2000).toISOString()
    expect(await sourcesOf({ created_from: second })).toEqual(['old.txt', 'tea.txt'])
    expect(await sourcesOf({ created_before: second })).toEqual(['law.txt'])
    expect(await sourcesOf({ categories: ['nobody has it'] })).toEqual([])
  })
}

function followsChanges(server: () => TestServer): void {
  test('what is put, changed and deleted is found, found changed, and not found, by the very next search', async () => {
    const user = await server().signUp()
    const query = embeddedQuery('words of it')
    const { document_id } = await add(server(), user, embeddedDocument('a.txt', ['Old words of it.']))
    await add(server(), user, embeddedDocument('b.txt', ['Other words of it.']))
    expect(contentsOf(await semantic(server(), user, query)).toSorted()).toEqual(['Old words of it.', 'Other words of it.'])

    const route = `/knowledge/documents/${document_id}` as const
    await server().call(`PUT ${route}`, { token: user.token, body: embeddedDocument('a.txt', ['Fresh words of it.']) })
    expect(contentsOf(await semantic(server(), user, query)).toSorted()).toEqual(['Fresh words of it.', 'Other words of it.'])

    await server().call(`DELETE ${route}`, { token: user.token })
    expect(contentsOf(await semantic(server(), user, query))).toEqual(['Other words of it.'])
    expect(contentsOf(await hybrid(server(), user, query))).toEqual(['Other words of it.'])
  })

  test('the same question of the same documents is answered from the cache, which holds no word of them', async () => {
    const user = await server().signUp()
    await add(server(), user, embeddedDocument('a.txt', ['canary of a passage']))
    const hits = async () =>
      Number(
        /cache_reads_total\{cache_type="search",outcome="hit"\} (\d+)/.exec((await server().call('GET /metrics')).text)?.[1] ?? 0,
      )
    const before = await hits()

    const first = await semantic(server(), user, embeddedQuery('canary'))
    const second = await semantic(server(), user, embeddedQuery('canary'))
    await semantic(server(), user, { ...embeddedQuery('canary'), top_k: 6 })

    expect(second.results).toEqual(first.results)
    expect(contentsOf(second)).toEqual(['canary of a passage'])
    expect((await hits()) - before).toBe(1)
  })

  test('how often a passage was handed on, when and how well is kept with it', async () => {
    const user = await server().signUp()
    const { document_id } = await add(server(), user, embeddedDocument('a.txt', ['The kettle is red.', 'Roses want sun.']))
    await semantic(server(), user, { ...embeddedQuery('the kettle'), top_k: 1 })
    await semantic(server(), user, { ...embeddedQuery('the kettle'), top_k: 1 })

    const read = async () => {
      const { data } = await server().call(`GET /knowledge/documents/${document_id}`, { token: user.token })
      const stats = documentWithPassages.parse(data).passages.map(({ usage_stats }) => usage_stats)
      return stats[0]?.retrieval_count === 2 ? stats : undefined
    }
    const [used, unused] = await waitFor('the uses to be counted', read)

    expect(used?.last_accessed).toBe(new Date(server().clock.at).toISOString())
    expect(used?.relevance_scores).toHaveLength(2)
    expect(unused?.retrieval_count).toBe(0)
  })
}

function refuses(server: () => TestServer): void {
  test('by meaning alone takes an embedding of the query where the server has no model', async () => {
    const { token } = await server().signUp()
    const ask = (body: object) => server().call('POST /search/semantic', { token, body })
    const taken = { embedding_model: 'words', dimension: 64 }

    const without = await ask({ query: 'kettle' })
    const another = await ask({ ...embeddedQuery('kettle'), embedding_model: 'others' })

    expect([without.status, without.error?.code, without.error?.details]).toEqual([409, 'EMBEDDING_REQUIRED', taken])
    expect([another.status, another.error?.code, another.error?.details]).toEqual([409, 'EMBEDDING_MISMATCH', taken])
  })

  test.each<readonly [string, object, string]>([
    ['no text', { query: ' ' }, 'query'],
    ['no results', { query: 'a', top_k: 0 }, 'top_k'],
    ['a filter that there is not', { query: 'a', filters: { owner: 'x' } }, 'filters.owner'],
    ['an operator for a filter', { query: 'a', filters: { tags: { $ne: 1 } } }, 'filters.tags'],
    ['an embedding of nobody knows which model', { query: 'a', embedding: [1] }, 'embedding_model'],
    ['weights of which none counts', { query: 'a', weights: { vector: 0, text: 0 } }, 'weights'],
  ])('%s is no search', async (_, body, field) => {
    const { token } = await server().signUp()

    const { status, error } = await server().call('POST /search/hybrid', { token, body })

    expect([status, error?.code, error?.details.field]).toEqual([422, 'VALIDATION_FAILED', field])
  })
}

function counts(server: () => TestServer): void {
  test('a search counts as a call, one that is refused does not, and with none left it is refused', async () => {
    const { token } = await server().signUp()
    const used = async () => (await server().call('GET /billing/quota/api_calls', { token })).data
    await server().call('POST /search/hybrid', { token, body: { query: 'kettle' } })
    await server().call('POST /search/semantic', { token, body: { query: 'kettle' } })
    expect(await used()).toMatchObject({ current_usage: 1, remaining: 99 })

    const occurred_at = new Date(server().clock.at).toISOString()
    const record = { usage_id: newId(), resource_type: 'api_calls', quantity: 99, occurred_at }
    await server().call('POST /usage', { token, body: { records: [record] } })
    const { status, error } = await server().call('POST /search/hybrid', { token, body: { query: 'kettle' } })

    expect([status, error?.code, error?.details.limit]).toEqual([429, 'QUOTA_EXCEEDED', 100])
    expect(await used()).toMatchObject({ current_usage: 100, remaining: 0 })
  })
}
