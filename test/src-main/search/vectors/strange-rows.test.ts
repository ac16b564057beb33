import { expect, test } from 'vitest'
import type { Db } from '../../../../src-main/db/database.ts'
import { maintain, nextWork } from '../../../../src-main/search/vectors/maintain.ts'
import { takeInLoose } from '../../../../src-main/search/vectors/take-in-loose.ts'
import { openTestDb } from '../../../helpers/test-db.ts'
import { addDocuments, addVectors, buildSome, clustered, recallOf, signal, spaceOf } from '../../../helpers/vector-store.ts'

const dimension = 128
/** So many that directions are learned of them. */
const rows = 8400

async function builtStore() {
  const db = openTestDb()
  const documents = addDocuments(db)
  const vectors = clustered(0, { count: rows, dimension })
  addVectors(db, documents, vectors)
  await buildSome(db, 5)
  return {
    db,
    vectors,
    async add(seed: number, count: number) {
      const more = clustered(seed, { count, dimension })
      vectors.push(...more)
      addVectors(db, documents, more)
      await takeInLoose(db, spaceOf(db), signal)
    },
    [Symbol.dispose]: () => db[Symbol.dispose](),
  }
}

const strangeLists = (db: Db): number =>
  db.prepare<[], number>('SELECT count(*) FROM vector_lists WHERE slack > 0').pluck().get() ?? 0

const someOf = (vectors: readonly Float32Array[]): Float32Array[] => vectors.slice(rows).filter((_, n) => n % 61 === 0)

test('documents about something else than those that directions were learned of are found as well as those, before lists are made anew and after', async () => {
  using store = await builtStore()
  const { db, vectors } = store
  for (let topic = 10; topic < 16; topic++) await store.add(topic, 400)

  expect(await recallOf(db, { vectors, queries: someOf(vectors), limit: 20 })).toBeGreaterThanOrEqual(0.96)
  expect(strangeLists(db)).toBeGreaterThan(0)

  expect(nextWork(db)?.work).toBe('build')
  await maintain(db, signal)
  expect(strangeLists(db)).toBe(0)
  expect(await recallOf(db, { vectors, queries: someOf(vectors), limit: 20 })).toBeGreaterThanOrEqual(0.96)
})

test('more of the same makes no list strange, for that would cost every question time', async () => {
  using store = await builtStore()

  // The same middles, other rows around them.
  const more = clustered(0, { count: rows + 3000, dimension }).slice(rows)
  addVectors(store.db, addDocuments(store.db), more)
  await takeInLoose(store.db, spaceOf(store.db), signal)

  expect(strangeLists(store.db)).toBe(0)
})
