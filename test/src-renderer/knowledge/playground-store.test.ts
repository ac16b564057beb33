import { expect, test } from 'vitest'
import { createPlaygroundStore } from '../../../src-renderer/knowledge/playground-store.ts'
import { type SearchAnswer, type SearchQuery, search } from '../../../src-shared/desktop/search.ts'
import { newId } from '../../../src-shared/ids.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { serveFeatures } from '../serve-features.ts'

const answer = (reason: string): SearchAnswer => ({
  ...{
    route: 'hybrid',
    reason,
    cause: 'question',
    detour: null,
    rerank: null,
    weights: { exact: 0.3, vector: 0.7 },
    results: [],
    relevant: false,
  },
  timings_ms: { embed: 1, retrieve: 1, exact: 1, vector: 0, rerank: 0, total: 2 },
})

function open(reply: (query: SearchQuery) => Promise<SearchAnswer>) {
  const asked: SearchQuery[] = []
  const handlers = {
    search: {
      query: (query: SearchQuery) => {
        asked.push(query)
        return reply(query)
      },
    },
  }
  const { api, end } = serveFeatures({ search }, handlers)
  const store = createPlaygroundStore({ api })
  return { asked, state: () => store.getState(), [Symbol.dispose]: end }
}

test('an answer that comes after a newer question was asked is dropped', async () => {
  const slow = Promise.withResolvers<SearchAnswer>()
  using page = open(({ query }) => (query === 'first' ? slow.promise : Promise.resolve(answer(query))))
  const id = newId()

  page.state().change({ query: 'first' })
  const first = page.state().search(id)
  page.state().change({ query: 'second' })
  await page.state().search(id)
  slow.resolve(answer('first'))
  await first

  expect(page.state()).toMatchObject({ asked: 'second', answer: { reason: 'second' }, isSearching: false, fault: null })
})

test('the passages of one collection do not appear under the next one: what is cleared while it is asked is called off', async () => {
  const slow = Promise.withResolvers<SearchAnswer>()
  using page = open(() => slow.promise)

  page.state().change({ query: 'pump' })
  const asked = page.state().search(newId())
  page.state().clear()
  slow.resolve(answer('pump'))
  await asked

  expect(page.state()).toMatchObject({ answer: null, asked: '', isSearching: false, fault: null })
})

test('a search that is replaced by an emptied field is dropped', async () => {
  const slow = Promise.withResolvers<SearchAnswer>()
  using page = open(() => slow.promise)

  page.state().change({ query: 'pump' })
  const asked = page.state().search(newId())
  page.state().change({ query: ' ' })
  await page.state().search(newId())
  slow.resolve(answer('pump'))
  await asked

  expect(page.state()).toMatchObject({ answer: null, isSearching: false, fault: null })
})

test('the choices go with the question, and no kind, tag or category chosen means every one', async () => {
  using page = open(async () => answer('x'))
  const id = newId()

  page.state().change({ query: ' pump ', route: 'exact', topK: 5 })
  await page.state().search(id)
  page.state().change({ kinds: ['pdf'], facets: { tag: 'Sea', category: 'Travel' } })
  await page.state().search(id)

  expect(page.state().askedFacets).toEqual({ tag: 'Sea', category: 'Travel' })
  expect(page.asked).toEqual([
    { query: 'pump', route: 'exact', top_k: 5, collection_ids: [id] },
    { query: 'pump', route: 'exact', top_k: 5, collection_ids: [id], kinds: ['pdf'], tags: ['Sea'], categories: ['Travel'] },
  ])
})

test('a search that fails says why where it was asked', async () => {
  using page = open(() => Promise.reject(new AppError('store.busy')))

  page.state().change({ query: 'pump' })
  await page.state().search(newId())

  expect(page.state()).toMatchObject({ fault: { code: 'store.busy' }, answer: null, isSearching: false })
})
