import { randomUUIDv7 } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Db } from '../../../src-main/db/database.ts'
import { addPassages, putVectors, removePassages } from '../../../src-main/knowledge/passages.ts'
import { createVectorScan } from '../../../src-main/search/vector-scan.ts'
import { seeded } from '../../helpers/seeded.ts'
import { openTestDb } from '../../helpers/test-db.ts'

const { signal } = new AbortController()

function normalised(random: () => number, dimension: number): Float32Array {
  const values = Float32Array.from({ length: dimension }, () => random() - 0.5)
  const length = Math.hypot(...values)
  return values.map((value) => value / length)
}

const cosine = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)

/** Two documents in turn; passage n has row id n. */
function storeOf(vectors: readonly Float32Array[]): Db & { readonly documentIds: readonly [string, string] } {
  const db = openTestDb()
  const documentIds = [randomUUIDv7(), randomUUIDv7()] as const
  const collection = randomUUIDv7()
  db.transact((tx) => {
    tx.prepare("INSERT INTO collections (id, name, created_at, updated_at) VALUES (?, 'c', 0, 0)").run(collection)
    for (const id of documentIds) {
      tx.prepare(
        "INSERT INTO documents (id, collection_id, name, size_bytes, status, created_at, updated_at) VALUES (?, ?, 'n', 1, 'ready', 0, 0)",
      ).run(id, collection)
    }
  })
  const store = Object.assign(db, { documentIds })
  addAll(store, vectors)
  return store
}

function addAll(db: Db & { readonly documentIds: readonly string[] }, vectors: readonly Float32Array[], from = 1): void {
  const { documentIds } = db
  db.transact((tx) => {
    for (const [at, vector] of vectors.entries()) {
      const row = from + at
      const id = documentIds[row % 2] ?? ''
      addPassages(tx, [
        {
          id: `p${row}`,
          document_id: id,
          position: row,
          start: 0,
          end: 1,
          page: null,
          place: null,
          heading: [],
          tokens: 1,
          text: 'x',
        },
      ])
      putVectors(tx, 'm', [{ passage: row, vector }])
    }
  })
}

test.each([3, 384, 768])('the nearest of %i dimensions are those of the exact cosine', async (dimension) => {
  const random = seeded(dimension)
  const vectors = Array.from({ length: 300 }, () => normalised(random, dimension))
  using db = storeOf(vectors)
  const query = normalised(random, dimension)

  const [first] = await createVectorScan(db).search(query, { embedderId: 'm', limit: 5 }, signal)

  const best = Math.max(...vectors.map((vector) => cosine(vector, query)))
  expect(first?.cosine).toBeCloseTo(best, 2)
})

test('vectors that come, change and go are seen by the next search', async () => {
  using db = storeOf([Float32Array.of(1, 0, 0), Float32Array.of(0, 1, 0)])
  const scan = createVectorScan(db)
  const nearest = async (query: Float32Array) => (await scan.search(query, { embedderId: 'm', limit: 1 }, signal))[0]?.passage
  expect(await nearest(Float32Array.of(0, 0, 1))).toBeDefined()

  addAll(db, [Float32Array.of(0, 0, 1)], 3)
  expect(await nearest(Float32Array.of(0, 0, 1))).toBe(3)

  db.transact((tx) => putVectors(tx, 'm', [{ passage: 1, vector: Float32Array.of(0, 0.6, 0.8) }]))
  expect(await nearest(Float32Array.of(0, 0.6, 0.8))).toBe(1)

  db.transact((tx) => removePassages(tx, ['p1']))
  expect(await nearest(Float32Array.of(0, 0.6, 0.8))).not.toBe(1)

  db.transact((tx) => tx.prepare('DELETE FROM documents').run())
  expect(await nearest(Float32Array.of(0, 0, 1))).toBeUndefined()
})

test('what a rolled-back transaction wrote is not seen', async () => {
  using db = storeOf([Float32Array.of(1, 0, 0)])
  const scan = createVectorScan(db)
  await scan.search(Float32Array.of(1, 0, 0), { embedderId: 'm', limit: 1 }, signal)

  expect(() =>
    db.transact((tx) => {
      putVectors(tx, 'm', [{ passage: 1, vector: Float32Array.of(0, 1, 0) }])
      throw new RangeError('undone')
    }),
  ).toThrow(RangeError)

  const [first] = await scan.search(Float32Array.of(1, 0, 0), { embedderId: 'm', limit: 1 }, signal)
  expect(first?.cosine).toBeCloseTo(1, 3)
})

test('a filter leaves out the nearest when it is of another document', async () => {
  using db = storeOf([Float32Array.of(1, 0, 0), Float32Array.of(0.8, 0.6, 0)])
  const [even] = db.documentIds

  const [first] = await createVectorScan(db).search(
    Float32Array.of(1, 0, 0),
    { embedderId: 'm', limit: 1, allows: (id) => id === even },
    signal,
  )

  expect(first).toMatchObject({ passage: 2, documentId: even })
})

test('a question of another dimension finds nothing instead of nonsense', async () => {
  using db = storeOf([Float32Array.of(1, 0, 0)])

  expect(await createVectorScan(db).search(Float32Array.of(1, 0), { embedderId: 'm', limit: 1 }, signal)).toEqual([])
})

test('another embedder has its own vectors', async () => {
  using db = storeOf([Float32Array.of(1, 0, 0)])
  const scan = createVectorScan(db)

  expect(await scan.search(Float32Array.of(1, 0, 0), { embedderId: 'm', limit: 1 }, signal)).toHaveLength(1)
  expect(await scan.search(Float32Array.of(1, 0, 0), { embedderId: 'other', limit: 1 }, signal)).toEqual([])
})

test('a large scan lets others have their turn and hears an abort', async () => {
  const random = seeded(1)
  using db = storeOf(Array.from({ length: 9000 }, () => normalised(random, 4)))
  const controller = new AbortController()

  const scan = createVectorScan(db).search(Float32Array.of(1, 0, 0, 0), { embedderId: 'm', limit: 1 }, controller.signal)
  controller.abort(new RangeError('enough'))

  await expect(scan).rejects.toThrow('enough')
})
