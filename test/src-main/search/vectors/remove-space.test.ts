import { expect, test } from 'vitest'
import { putVectors } from '../../../../src-main/db/put-vectors.ts'
import { searchHere } from '../../../../src-main/search/vector-index.ts'
import { maintain, nextWork } from '../../../../src-main/search/vectors/maintain.ts'
import { removeSpace } from '../../../../src-main/search/vectors/remove-space.ts'
import { openTestDb } from '../../../helpers/test-db.ts'
import { addDocuments, addVectors, buildSome, clustered, embedderId, signal, spaceOf } from '../../../helpers/vector-store.ts'

const dimension = 32
const vectors = clustered(5, { count: 2500, dimension })

/** A space with lists and with rows that are in none yet. */
async function openListed() {
  const db = openTestDb()
  const documents = addDocuments(db)
  addVectors(db, documents, vectors.slice(0, 2400))
  await buildSome(db, 10)
  addVectors(db, documents, vectors.slice(2400))
  return db
}

type Opened = Awaited<ReturnType<typeof openListed>>

const removeAt = (db: Opened, at: number | null) =>
  db.transact((tx) => tx.prepare('UPDATE vector_spaces SET remove_at = ?').run(at))
const count = (db: Opened, table: string) => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0
const tables = ['vectors', 'loose_vectors', 'vector_codes', 'vector_lists', 'vector_centroids', 'vector_builds']

test('a space whose time has come is emptied, lists and all, and its passages stay', async () => {
  using db = await openListed()
  removeAt(db, Date.now() + 60_000)
  expect(nextWork(db)).toBeUndefined()
  removeAt(db, Date.now() - 1)

  await maintain(db, signal)

  expect(tables.map((table) => count(db, table))).toEqual(tables.map(() => 0))
  expect(spaceOf(db)).toMatchObject({ size: 0, generation: 0, remove_at: null })
  expect(count(db, 'passages')).toBe(2500)
  expect(nextWork(db)).toBeUndefined()
})

test('taken into use again half-way, it ends, and what is left is found', async () => {
  using db = await openListed()
  removeAt(db, 0)
  let commits = 0
  const watched: Opened = {
    ...db,
    transact: (work, options) => {
      // After the second thousand somebody chooses the embedder again.
      if (++commits === 3) removeAt(db, null)
      return db.transact(work, options)
    },
  }

  await removeSpace(watched, spaceOf(db), signal)

  expect(spaceOf(db).size).toBe(500)
  const index = searchHere(db)
  for (const [at, vector] of vectors.entries()) {
    if (at % 50 !== 0) continue
    const [found] = await index.search(vector, { embedderId, limit: 1 }, signal)
    if (at >= 2000) expect(found?.passage).toBe(at + 1)
    else expect(found?.passage).toBeGreaterThan(2000)
  }
})

test('emptied, it may begin again with another dimension, whatever a searching thread has in memory', async () => {
  using db = await openListed()
  removeAt(db, 0)
  const index = searchHere(db)
  await index.search(vectors[0] ?? new Float32Array(), { embedderId, limit: 1 }, signal)
  await maintain(db, signal)

  const other = new Float32Array(48).fill(0)
  other[3] = 1
  db.transact((tx) => putVectors(tx, embedderId, [{ passage: 9, vector: other }]))

  expect(await index.search(other, { embedderId, limit: 2 }, signal)).toMatchObject([{ passage: 9 }])
})
