import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase, type StoreDb } from '../../../src-main/db/database.ts'
import { applyMigrations } from '../../../src-main/db/migrate.ts'
import { readMigrations } from '../../../src-main/db/migration-files.ts'
import { putVectors } from '../../../src-main/db/put-vectors.ts'
import { createVectorIndex, searchHere, type VectorIndex } from '../../../src-main/search/vector-index.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { testKey } from '../../helpers/temp-store.ts'
import { migrationsFolder, openTestDb } from '../../helpers/test-db.ts'
import {
  addDocuments,
  addVectors,
  buildSome,
  clustered,
  cosine,
  embedderId,
  nearestOf,
  removeVectors,
  signal,
} from '../../helpers/vector-store.ts'

interface Wanted {
  readonly limit?: number
  readonly documentIds?: readonly string[]
}

const passages = async (index: VectorIndex, query: Float32Array, { limit = 1, documentIds }: Wanted = {}) =>
  (await index.search(query, { embedderId, limit, documentIds }, signal)).map(({ passage }) => passage)

const x = Float32Array.of(1, 0, 0)
const y = Float32Array.of(0, 1, 0)
const z = Float32Array.of(0, 0, 1)

test.each([3, 31, 384, 768])(
  'the nearest of %i dimensions are those of the exact cosine, and their cosines are true',
  async (dimension) => {
    const vectors = clustered(dimension, { count: 300, dimension })
    using db = openTestDb()
    addVectors(db, addDocuments(db), vectors)
    const [query = x] = clustered(dimension, { count: 1, dimension }).map((vector) => vector.toReversed())

    const found = await searchHere(db).search(query, { embedderId, limit: 5 }, signal)

    for (const { passage, cosine: told } of found) expect(told).toBeCloseTo(cosine(vectors[passage - 1] ?? x, query), 2)
    expect(found.map(({ passage }) => passage)).toContain(nearestOf(vectors, query, 1)[0])
  },
)

test('of a filter that lets half of a small store through, the nearest are found in memory, without reading every row', async () => {
  const vectors = clustered(7, { count: 2_000, dimension: 32 })
  using db = openTestDb()
  const [even, odd] = addDocuments(db)
  addVectors(db, [even, odd], vectors)
  const asked: string[] = []
  const prepare = (sql: string) => {
    asked.push(sql)
    return db.prepare(sql)
  }
  const index = searchHere({ ...db, prepare } as StoreDb)
  const [query = x] = clustered(8, { count: 1, dimension: 32 })

  const found = await passages(index, query, { limit: 5, documentIds: [odd] })

  const allowed = nearestOf(vectors, query, vectors.length).filter((passage) => passage % 2 === 1)
  expect(found).toEqual(allowed.slice(0, 5))
  expect(asked.filter((sql) => sql.includes('FROM vectors WHERE id BETWEEN') && !sql.includes('max(id)'))).toEqual([])
})

test.each([0, 1, 8])('vectors that come, change and go are seen by the next search, with %i lists', async (lists) => {
  using db = openTestDb()
  const documents = addDocuments(db)
  addVectors(db, documents, [x, y])
  if (lists > 0) await buildSome(db, lists)
  const index = searchHere(db)
  expect(await passages(index, z, { limit: 5 })).toHaveLength(2)

  addVectors(db, documents, [z])
  expect(await passages(index, z)).toEqual([3])

  db.transact((tx) => putVectors(tx, embedderId, [{ passage: 1, vector: Float32Array.of(0, 0.6, 0.8) }]))
  expect(await passages(index, Float32Array.of(0, 0.6, 0.8))).toEqual([1])
  expect((await passages(index, x, { limit: 5 })).sort()).toEqual([1, 2, 3])

  removeVectors(db, [1])
  expect(await passages(index, Float32Array.of(0, 0.6, 0.8), { limit: 5 })).not.toContain(1)

  db.transact((tx) => tx.prepare('DELETE FROM documents').run())
  expect(await passages(index, z)).toEqual([])
})

test('a passage whose number another had before is found by its own vector, not by what was there', async () => {
  using db = openTestDb()
  const documents = addDocuments(db)
  addVectors(db, documents, [x, y])
  await buildSome(db, 1)
  const index = searchHere(db)
  await passages(index, x)
  removeVectors(db, [2])

  addVectors(db, documents, [z])

  const [first] = await index.search(z, { embedderId, limit: 5 }, signal)
  expect(first).toEqual({ passage: 2, cosine: expect.closeTo(1, 2) })
  expect((await passages(index, y, { limit: 5 })).sort()).toEqual([1, 2])
})

test('when many of the nearest are gone, those behind them are found', async () => {
  using db = openTestDb()
  const vectors = clustered(5, { count: 600, dimension: 24, clusters: 1 })
  addVectors(db, addDocuments(db), vectors)
  const index = searchHere(db)
  const query = vectors[0] ?? x
  await passages(index, query)
  const nearest = nearestOf(vectors, query, 300)
  removeVectors(db, nearest)

  const found = await passages(index, query, { limit: 5 })

  expect(found).toHaveLength(5)
  expect(found.filter((passage) => nearest.includes(passage))).toEqual([])
})

test('what a rolled-back transaction wrote is not seen', async () => {
  using db = openTestDb()
  addVectors(db, addDocuments(db), [x])
  const index = searchHere(db)
  await passages(index, x)

  expect(() =>
    db.transact((tx) => {
      putVectors(tx, embedderId, [{ passage: 1, vector: y }])
      throw new RangeError('undone')
    }),
  ).toThrow(RangeError)

  const [first] = await index.search(x, { embedderId, limit: 1 }, signal)
  expect(first?.cosine).toBeCloseTo(1, 3)
})

test('a filter leaves out the nearest when it is of another document, and follows what comes', async () => {
  using db = openTestDb()
  const documents = addDocuments(db)
  addVectors(db, documents, [x, Float32Array.of(0.8, 0.6, 0)])
  const index = searchHere(db)

  expect(await passages(index, x, { limit: 1, documentIds: [documents[0]] })).toEqual([2])
  expect(await passages(index, x, { limit: 5, documentIds: [] })).toEqual([])

  addVectors(db, documents, [y, x])
  expect(await passages(index, x, { limit: 1, documentIds: [documents[0]] })).toEqual([4])
})

test('a question of another dimension finds nothing instead of nonsense; another embedder has its own vectors', async () => {
  using db = openTestDb()
  addVectors(db, addDocuments(db), [x])
  const index = searchHere(db)

  expect(await passages(index, Float32Array.of(1, 0))).toEqual([])
  expect(await index.search(x, { embedderId: 'other', limit: 1 }, signal)).toEqual([])
  expect(await passages(index, x)).toEqual([1])
})

test.each([
  ['of another dimension', Float32Array.of(1, 0)],
  ['of zeros', new Float32Array(3)],
  ['not a number', Float32Array.of(Number.NaN, 0, 1)],
  ['of another length than 1', Float32Array.of(2, 0, 0)],
])('a vector that is %s is refused when it is written, and nothing of its transaction stays', (_, vector) => {
  using db = openTestDb()
  const documents = addDocuments(db)
  addVectors(db, documents, [x])

  expect(() => addVectors(db, documents, [y, vector])).toThrow(RangeError)

  expect(db.prepare('SELECT size FROM vector_spaces').pluck().get()).toBe(1)
  expect(db.prepare('SELECT count(*) FROM vectors').pluck().get()).toBe(1)
})

test('a row of another dimension is refused by the file itself', () => {
  using db = openTestDb()
  addVectors(db, addDocuments(db), [x])

  expect(() => db.transact((tx) => tx.prepare("UPDATE vectors SET vector = x'01'").run())).toThrow('another dimension')
  expect(() => db.transact((tx) => tx.prepare("INSERT INTO vectors SELECT id + 1, 1, x'01' FROM vectors").run())).toThrow(
    'another dimension',
  )
})

function openFile(folder: string): { db: StoreDb; file: { path: string; key: string } } {
  const file = { path: join(folder, 'hearth.db'), key: testKey }
  const db = openDatabase(file.path, file.key)
  applyMigrations(db, readMigrations(migrationsFolder), () => 0)
  return { db, file }
}

test('a thread of its own searches an encrypted file and sees each commit of the one who writes', async () => {
  using folder = tempFolder()
  const { db, file } = openFile(folder.path)
  using _ = db
  const documents = addDocuments(db)
  addVectors(db, documents, [x, y])
  await using index = createVectorIndex(file)
  expect(await passages(index, x)).toEqual([1])

  addVectors(db, documents, [z])
  expect(await passages(index, z)).toEqual([3])
  await buildSome(db, 2)
  expect(await passages(index, z)).toEqual([3])
  removeVectors(db, [3])
  expect(await passages(index, z, { limit: 5 })).not.toContain(3)
})

test('the thread lets go of the file while another takes its place; a search that comes meanwhile finds what is there then', async () => {
  using folder = tempFolder()
  const { db, file } = openFile(folder.path)
  using _ = db
  const documents = addDocuments(db)
  addVectors(db, documents, [x, y])
  await using index = createVectorIndex(file)
  await passages(index, x)
  const order: string[] = []

  const replaced = index.alone(async () => {
    // Only somebody who is alone can empty the log of a file that others read.
    db.emptyLog()
    addVectors(db, documents, [z])
    order.push('replaced')
  })
  const found = passages(index, z).then((all) => {
    order.push('searched')
    return all
  })

  await replaced
  expect(await found).toEqual([3])
  expect(order).toEqual(['replaced', 'searched'])
})

test('a fault of the thread reaches who asked, and the next search has another thread', async () => {
  using folder = tempFolder()
  await using index = createVectorIndex({ path: join(folder.path, 'hearth.db'), key: testKey })
  await expect(passages(index, x)).rejects.toThrow()

  const { db } = openFile(folder.path)
  using _ = db
  addVectors(db, addDocuments(db), [x])

  expect(await passages(index, x)).toEqual([1])
})

test('who gives a search up does not wait for it', async () => {
  using folder = tempFolder()
  const { db, file } = openFile(folder.path)
  using _ = db
  await using index = createVectorIndex(file)
  const controller = new AbortController()

  const found = index.search(x, { embedderId, limit: 1 }, controller.signal)
  controller.abort(new RangeError('enough'))

  await expect(found).rejects.toThrow('enough')
})
