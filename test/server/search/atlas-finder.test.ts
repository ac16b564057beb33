import { afterAll, expect, test } from 'vitest'
import { createAtlasFinder } from '../../../server/search/atlas-finder.ts'
import { createAtlasSearch } from '../../../server/stores/atlas-search.ts'
import type { PassagesWanted } from '../../../src-shared/engine/passage-index.ts'
import { newId } from '../../../src-shared/ids.ts'
import { type RecordedAtlas, recordAtlas } from '../../helpers/server/recorded-atlas.ts'
import { waitFor } from '../../helpers/wait-for.ts'

const ended = new AbortController()
afterAll(() => ended.abort())
const { signal } = ended
const dimension = 3
const faults: unknown[] = []
const finderOf = ({ session }: RecordedAtlas) =>
  createAtlasFinder({
    ...{ atlas: createAtlasSearch(() => session), pauseMs: 5 },
    findSpace: async () => ({ model: 'm', dimension }),
    onFault: (_, error) => void faults.push(error),
  })

const userId = newId()
const [one, two, three] = [newId(), newId(), newId()]
const wanted: PassagesWanted = {
  ...{ query: 'kettle', route: 'hybrid', weights: { vector: 0.5, exact: 0.5 }, limit: 2 },
  vector: { embedder: 'm', values: Float32Array.of(0, 0.5, 1) },
}
const hit = (document_id: string, score: number) => ({ document_id, position: 4, score })

const vectorIndex = {
  ...{ name: 'vector_idx_embeddings_embedding', type: 'vectorSearch' },
  definition: {
    fields: [
      { type: 'vector', path: 'embedding', numDimensions: dimension, similarity: 'cosine' },
      { type: 'filter', path: 'search.user' },
      { type: 'filter', path: 'search.document' },
      { type: 'filter', path: 'embedder' },
    ],
  },
}
const textIndex = {
  ...{ name: 'text_idx_content', type: 'search' },
  definition: {
    mappings: {
      dynamic: false,
      fields: {
        content: { type: 'string' },
        search: { type: 'document', fields: { user: { type: 'token' }, document: { type: 'token' } } },
      },
    },
  },
}
const present = (queryable: boolean, definition: object = vectorIndex.definition) => [
  { ...{ name: vectorIndex.name, queryable }, latestDefinition: definition },
  { ...{ name: textIndex.name, queryable }, latestDefinition: textIndex.definition },
]

test('indexes that are missing are made with the reference’s name and fields, and asked once they can be', async () => {
  const atlas = recordAtlas()
  const finder = finderOf(atlas)

  void finder.watch(signal)
  await waitFor('the indexes to be made', () => atlas.sent.at(0))
  expect([atlas.sent[0], finder.isReady()]).toEqual([['createSearchIndexes', [vectorIndex, textIndex]], false])
  atlas.indexes = present(false)
  atlas.indexes = present(true)

  expect(await waitFor('Atlas to be used', () => finder.isReady() || undefined)).toBe(true)
})

test('an index of another dimension is changed, and not asked before it is', async () => {
  const atlas = recordAtlas()
  const other = { fields: [{ type: 'vector', path: 'embedding', numDimensions: 768, similarity: 'cosine' }] }
  atlas.indexes = present(true, other)

  expect(await createAtlasSearch(() => atlas.session).prepare(dimension)).toBe('building')

  expect(atlas.sent).toEqual([['updateSearchIndex', vectorIndex.name, vectorIndex.definition]])
})

test('what is sent to Atlas: both searches leave out all but the user’s own, and the documents that are named', async () => {
  const atlas = recordAtlas()

  await finderOf(atlas).find(userId, { ...wanted, documentIds: [one] }, signal)

  const place = { _id: 0, document_id: '$search.document', position: 1 }
  expect(atlas.sent).toEqual([
    [
      'aggregate',
      [
        {
          $vectorSearch: {
            ...{ index: 'vector_idx_embeddings_embedding', path: 'embedding', queryVector: [0, 0.5, 1], limit: 200 },
            ...{ numCandidates: 4000, filter: { 'search.user': userId, embedder: 'm', 'search.document': { $in: [one] } } },
          },
        },
        { $project: { ...place, score: { $meta: 'vectorSearchScore' } } },
      ],
    ],
    [
      'aggregate',
      [
        {
          $search: {
            index: 'text_idx_content',
            compound: {
              must: [{ text: { query: 'kettle', path: 'content', matchCriteria: 'any' } }],
              filter: [{ equals: { path: 'search.user', value: userId } }, { in: { path: 'search.document', value: [one] } }],
            },
          },
        },
        { $limit: 200 },
        { $project: { ...place, score: { $meta: 'searchScore' } } },
      ],
    ],
  ])
})

test('each route asks for what it is, and nothing else', async () => {
  const stages = async (more: Partial<PassagesWanted>) => {
    const atlas = recordAtlas()
    await finderOf(atlas).find(userId, { ...wanted, ...more }, signal)
    return atlas.sent.map(([, pipeline]) => Object.keys((pipeline as object[])[0] ?? {})[0])
  }

  expect(await stages({ route: 'vector' })).toEqual(['$vectorSearch'])
  expect(await stages({ route: 'exact' })).toEqual(['$search'])
  expect(await stages({ vector: undefined })).toEqual(['$search'])
  expect(await stages({})).toEqual(['$vectorSearch', '$search'])
})

test('alone a method’s own scores stand, a cosine as a cosine; together what both place high comes first', async () => {
  const atlas = recordAtlas()
  atlas.finds.set('$vectorSearch', [hit(one, 0.95), hit(two, 0.9), hit(three, 0.5)])
  atlas.finds.set('$search', [hit(two, 7), hit(three, 2)])
  const finder = finderOf(atlas)

  const near = await finder.find(userId, { ...wanted, route: 'vector' }, signal)
  const both = await finder.find(userId, wanted, signal)

  expect(near.passages.map(({ document_id, score }) => [document_id, Number(score.toFixed(3))])).toEqual([
    [one, 0.9],
    [two, 0.8],
  ])
  expect(both.passages.map(({ document_id }) => document_id)).toEqual([two, three])
  expect(both.passages[0]).toMatchObject({ position: 4, vector: expect.closeTo(0.8), text: 7 })
  expect(both.is_relevant).toBe(true)
})

test('what Atlas refuses is told, it is not asked by the next search, and is used again when it answers again', async () => {
  const atlas = recordAtlas()
  atlas.indexes = present(true)
  const finder = finderOf(atlas)
  void finder.watch(signal)
  await waitFor('Atlas to be used', () => finder.isReady() || undefined)
  atlas.finds.set('$vectorSearch', new Error('the index is gone'))

  await expect(finder.find(userId, wanted, signal)).rejects.toMatchObject({ code: 'INDEX_BUILDING', data: { retry_after: 1 } })

  expect(finder.isReady()).toBe(false)
  expect(faults).toHaveLength(1)
  atlas.finds.clear()
  await waitFor('Atlas to be used again', () => finder.isReady() || undefined)
  expect((await finder.find(userId, wanted, signal)).passages).toEqual([])
})
