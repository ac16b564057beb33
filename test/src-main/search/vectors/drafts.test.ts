import { expect, test } from 'vitest'
import type { Db } from '../../../../src-main/db/database.ts'
import { searchHere } from '../../../../src-main/search/vector-index.ts'
import { buildLists } from '../../../../src-main/search/vectors/build-lists.ts'
import { sweepLists } from '../../../../src-main/search/vectors/sweep-lists.ts'
import { takeInLoose } from '../../../../src-main/search/vectors/take-in-loose.ts'
import { openTestDb } from '../../../helpers/test-db.ts'
import {
  addDocuments,
  addVectors,
  buildSome,
  clustered,
  embedderId,
  nearestOf,
  recallOf,
  removeVectors,
  signal,
  spaceOf,
} from '../../../helpers/vector-store.ts'

const dimension = 128
/** So many that directions are learned of them. */
const rows = 8400

async function draftedStore(lists: number) {
  const vectors = clustered(21, { count: rows, dimension, clusters: 40 })
  const db = openTestDb()
  const documents = addDocuments(db)
  addVectors(db, documents, vectors)
  await buildSome(db, lists)
  const queries = clustered(21, { count: rows + 40, dimension, clusters: 40 }).slice(rows)
  return { db, documents, vectors, queries, [Symbol.dispose]: () => db[Symbol.dispose]() }
}

const generationsDescribed = (db: Db): number[] => db.prepare<[], number>('SELECT list FROM vector_directions').pluck().all()

test.each([1, 20])(
  'with drafts and %i lists the five nearest are found as by comparing all, rows that came later too',
  async (lists) => {
    using store = await draftedStore(lists)
    const { db, documents, vectors, queries } = store
    expect(generationsDescribed(db)).toHaveLength(1)
    expect(await recallOf(db, { vectors, queries, limit: 5 })).toBeGreaterThanOrEqual(0.96)

    const more = clustered(22, { count: 200, dimension, clusters: 40 })
    addVectors(db, documents, more)
    await takeInLoose(db, spaceOf(db), signal)

    expect(
      await recallOf(db, { vectors: [...vectors, ...more], queries: [...queries, ...more.slice(0, 20)], limit: 5 }),
    ).toBeGreaterThanOrEqual(0.96)
  },
)

test('rows that are gone but still in lists do not hide those behind them, before lists are swept and after', async () => {
  using store = await draftedStore(20)
  const { db, vectors, queries } = store
  const [query = new Float32Array()] = queries
  const nearest = nearestOf(vectors, query, 260)
  // Eight bits exchange some that are nearly as near.
  const behind = nearest.slice(250)
  const index = searchHere(db)
  removeVectors(db, nearest.slice(0, 250))
  const found = async () => (await index.search(query, { embedderId, limit: 5 }, signal)).map(({ passage }) => passage)

  const before = await found()
  await sweepLists(db, spaceOf(db), signal)
  const after = await found()

  expect(before.filter((passage) => behind.includes(passage))).toHaveLength(5)
  expect(after).toEqual(before)
})

test('a generation goes with what was learned for it', async () => {
  using store = await draftedStore(4)
  const [before] = generationsDescribed(store.db)

  await buildLists(store.db, { space: spaceOf(store.db), lists: 6 }, signal)

  expect(generationsDescribed(store.db)).toHaveLength(1)
  expect(generationsDescribed(store.db)).not.toContain(before)
})
