import { afterEach, expect, test, vi } from 'vitest'
import type { Db } from '../../../../src-main/db/database.ts'
import { putVectors } from '../../../../src-main/db/put-vectors.ts'
import { searchHere } from '../../../../src-main/search/vector-index.ts'
import { buildLists, buildOf } from '../../../../src-main/search/vectors/build-lists.ts'
import { findProbes } from '../../../../src-main/search/vectors/find-probes.ts'
import { indexLimits, listsFor } from '../../../../src-main/search/vectors/limits.ts'
import { segmentEntries } from '../../../../src-main/search/vectors/list-buffers.ts'
import { maintain, nextWork } from '../../../../src-main/search/vectors/maintain.ts'
import { sweepLists } from '../../../../src-main/search/vectors/sweep-lists.ts'
import { takeInLoose } from '../../../../src-main/search/vectors/take-in-loose.ts'
import { tidyLoose } from '../../../../src-main/search/vectors/tidy-loose.ts'
import { openTestDb } from '../../../helpers/test-db.ts'
import {
  addDocuments,
  addVectors,
  buildSome,
  clustered,
  embedderId,
  nearestOf,
  removeVectors,
  signal,
  spaceOf,
} from '../../../helpers/vector-store.ts'

const dimension = 64
/** Eight bits a component order rows at so few dimensions as floats do but for one or two in a hundred. */
const enough = 0.96

async function storeOf(count: number, lists: number, clusters = 12) {
  const vectors = clustered(count, { count, dimension, clusters })
  const db = openTestDb()
  const documents = addDocuments(db)
  addVectors(db, documents, vectors)
  if (lists > 0) await buildSome(db, lists)
  return { db, documents, vectors, [Symbol.dispose]: () => db[Symbol.dispose]() }
}

afterEach(() => void vi.restoreAllMocks())

const count = (db: Db, table: string): number => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0
const entries = (db: Db): number => db.prepare<[], number>('SELECT total(size) FROM vector_lists').pluck().get() ?? 0

async function recall(db: Db, vectors: readonly Float32Array[], documentIds?: string[]): Promise<number> {
  const index = searchHere(db)
  const queries = clustered(77, { count: 40, dimension })
  let hits = 0
  for (const [n, query] of queries.entries()) {
    const near = vectors[n * 7] ?? query
    const asked = near.map((value, at) => value * 0.8 + (query[at] ?? 0) * 0.6)
    const length = Math.hypot(...asked)
    const unit = asked.map((value) => value / length)
    const isAllowed = (passage: number) => documentIds === undefined || passage % 2 === 0
    const truth = nearestOf(vectors, unit, vectors.length).filter(isAllowed).slice(0, 5)
    const found = await index.search(unit, { embedderId, limit: 5, documentIds }, signal)
    hits += found.filter(({ passage }) => truth.includes(passage)).length
  }
  return hits / (queries.length * 5)
}

test.each([1, 40])('with %i lists the five nearest are found as by comparing all, filtered ones too', async (lists) => {
  using store = await storeOf(2500, lists)

  expect(count(store.db, 'vector_lists')).toBe(lists)
  expect(await recall(store.db, store.vectors)).toBeGreaterThanOrEqual(enough)
  expect(await recall(store.db, store.vectors, [store.documents[0]])).toBeGreaterThanOrEqual(enough)
})

test('a filtered search through the lists goes on until it met enough that is allowed', async () => {
  using store = await storeOf(2500, 40)
  vi.spyOn(indexLimits, 'exactFiltered', 'get').mockReturnValue(0 as never)

  expect(await recall(store.db, store.vectors, [store.documents[0]])).toBeGreaterThanOrEqual(enough)
})

test('rows written since the lists were made are found, and found as well once they are taken in', async () => {
  using store = await storeOf(1000, 16)
  const more = clustered(3, { count: 300, dimension })
  addVectors(store.db, store.documents, more)
  const all = [...store.vectors, ...more]
  expect(await recall(store.db, all)).toBeGreaterThanOrEqual(enough)

  await takeInLoose(store.db, spaceOf(store.db), signal)

  expect(entries(store.db)).toBe(1300)
  await tidyLoose(store.db, spaceOf(store.db), signal)
  expect(count(store.db, 'loose_vectors')).toBe(0)
  expect(await recall(store.db, all)).toBeGreaterThanOrEqual(enough)
})

test('a list that came in many small pieces is made one again', async () => {
  using store = await storeOf(400, 1)
  for (let n = 0; n < 30; n++) {
    addVectors(store.db, store.documents, clustered(n, { count: 2, dimension }))
    await takeInLoose(store.db, spaceOf(store.db), signal)
  }

  const { size, segments } = store.db
    .prepare<[], { size: number; segments: number }>('SELECT size, segments FROM vector_lists')
    .get() ?? { size: 0, segments: 0 }
  expect(size).toBe(460)
  expect(segments).toBeLessThan(15)
  expect(count(store.db, 'vector_codes')).toBe(segments)
})

// Each mark of a build used to leave a piece of every list that was far from full: reading a list of ten million rows took twice as long.
test('lists that a build wrote in several goes are in as few pieces as those written at once, and hold each row once', async () => {
  using atOnce = await storeOf(4500, 8)
  vi.spyOn(indexLimits, 'rowsPerMark', 'get').mockReturnValue(1000 as never)
  using store = await storeOf(4500, 8)
  const { db, vectors } = store

  const lists = db.prepare<[], { size: number; segments: number }>('SELECT size, segments FROM vector_lists').all()

  expect(lists.map(({ segments }) => segments)).toEqual(lists.map(({ size }) => Math.ceil(size / segmentEntries)))
  expect([entries(db), count(db, 'vector_codes')]).toEqual([4500, lists.reduce((sum, { segments }) => sum + segments, 0)])
  await sweepLists(db, spaceOf(db), signal)
  expect(entries(db)).toBe(4500)
  expect(await recall(db, vectors)).toBe(await recall(atOnce.db, vectors))
})

test('what is gone leaves the lists when they are swept; a row that was taken in twice stays once', async () => {
  using store = await storeOf(600, 8)
  const { db, vectors } = store
  removeVectors(
    db,
    Array.from({ length: 200 }, (_, n) => n + 1),
  )
  db.transact((tx) => putVectors(tx, embedderId, [{ passage: 300, vector: vectors[299] ?? new Float32Array() }]))
  await takeInLoose(db, spaceOf(db), signal)
  expect(entries(db)).toBe(601)

  await sweepLists(db, spaceOf(db), signal)

  expect(entries(db)).toBe(400)
  const found = await searchHere(db).search(vectors[299] ?? new Float32Array(), { embedderId, limit: 400 }, signal)
  expect(found.filter(({ passage }) => passage === 300)).toHaveLength(1)
})

test('rows that came, changed and went while new lists were built are found as they are', async () => {
  using store = await storeOf(1500, 8)
  const { db, documents, vectors } = store
  const [late = new Float32Array(), changed = new Float32Array()] = clustered(55, { count: 2, dimension, clusters: 2 })
  const built = buildLists(db, { space: spaceOf(db), lists: 20 }, signal)
  await new Promise((resolve) => setImmediate(resolve))
  addVectors(db, documents, [late])
  db.transact((tx) => putVectors(tx, embedderId, [{ passage: 7, vector: changed }]))
  removeVectors(db, [8])

  await built

  const first = async (query: Float32Array) => (await searchHere(db).search(query, { embedderId, limit: 1 }, signal))[0]?.passage
  expect(await first(late)).toBe(1501)
  expect(await first(changed)).toBe(7)
  expect(await first(vectors[7] ?? late)).not.toBe(8)
  expect(count(db, 'vector_lists')).toBe(20)
})

test('a build that was stopped goes on with the lists it began', async () => {
  using store = await storeOf(3000, 0)
  const { db, vectors } = store
  const controller = new AbortController()
  const stopped = buildLists(db, { space: spaceOf(db), lists: 12 }, controller.signal)
  await vi.waitFor(() => expect(buildOf(db, spaceOf(db).id)).toBeDefined(), { timeout: 15_000, interval: 0 })
  controller.abort(new RangeError('enough'))
  await expect(stopped).rejects.toThrow()
  const { generation } = buildOf(db, spaceOf(db).id) ?? {}
  expect(await recall(db, vectors)).toBeGreaterThanOrEqual(enough)

  await buildSome(db, 99)

  expect(spaceOf(db).generation).toBe(generation)
  expect(count(db, 'vector_lists')).toBe(12)
  expect(await recall(db, vectors)).toBeGreaterThanOrEqual(enough)
})

// What is after the mark is added a second time, and what was before it has to stay.
test('a build that was stopped behind a mark goes on there, and no row is lost', async () => {
  vi.spyOn(indexLimits, 'rowsPerMark', 'get').mockReturnValue(1000 as never)
  using store = await storeOf(4500, 0)
  const { db, vectors } = store
  const controller = new AbortController()
  const stopped = buildLists(db, { space: spaceOf(db), lists: 8 }, controller.signal)
  await vi.waitFor(() => expect(buildOf(db, spaceOf(db).id)?.built_to).toBeGreaterThan(0), { timeout: 15_000, interval: 0 })
  controller.abort(new RangeError('enough'))
  await expect(stopped).rejects.toThrow()

  await buildSome(db, 99)

  expect(count(db, 'vector_lists')).toBe(8)
  expect(entries(db)).toBeGreaterThanOrEqual(4500)
  await sweepLists(db, spaceOf(db), signal)
  expect(entries(db)).toBe(4500)
  expect(await recall(db, vectors)).toBeGreaterThanOrEqual(0.95)
})

test('data without clusters have more lists looked at than clustered ones', async () => {
  const chosen = async (clusters: number) => {
    using store = await storeOf(4000, 200, clusters)
    await findProbes(store.db, spaceOf(store.db), signal)
    return spaceOf(store.db).probes
  }

  expect(await chosen(1)).toBeGreaterThan(await chosen(60))
})

test('small stores want nothing; past the bound they get lists, and are left alone then', { timeout: 240_000 }, async () => {
  using store = await storeOf(500, 0)
  const { db, documents } = store
  expect(nextWork(db)).toBeUndefined()
  const many = clustered(9, { count: indexLimits.exactRows, dimension: dimension })
  addVectors(db, documents, many)
  expect(nextWork(db)?.work).toBe('build')

  await maintain(db, signal)

  expect(spaceOf(db)).toMatchObject({ generation: 1, trained_size: 20_500 })
  expect(nextWork(db)).toBeUndefined()
  expect(count(db, 'loose_vectors')).toBe(0)
})

test('rows embedded again and again do not pile up as loose ones', async () => {
  using store = await storeOf(100, 0)
  const { db, vectors } = store
  for (let n = 0; n < 50; n++)
    db.transact((tx) =>
      putVectors(
        tx,
        embedderId,
        vectors.map((vector, at) => ({ passage: at + 1, vector })),
      ),
    )
  expect(count(db, 'loose_vectors')).toBe(5100)

  await maintain(db, signal)

  expect(count(db, 'loose_vectors')).toBe(100)
  expect(await recall(db, vectors)).toBeGreaterThanOrEqual(enough)
})

test('lists are as many as the square root of the rows says, one for few, and never more than fit', () => {
  expect([1, 50_000, 1_000_000, 10_000_000].map(listsFor)).toEqual([1, 1, 2000, 6325])
})
