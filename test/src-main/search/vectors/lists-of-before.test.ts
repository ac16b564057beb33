import { expect, test } from 'vitest'
import type { Db } from '../../../../src-main/db/database.ts'
import { searchHere } from '../../../../src-main/search/vector-index.ts'
import { buildOf } from '../../../../src-main/search/vectors/build-lists.ts'
import { type BlockShape, blockBytes, partBytes, wholeBytes } from '../../../../src-main/search/vectors/code-blocks.ts'
import { signGroups } from '../../../../src-main/search/vectors/code-book.ts'
import { draftShape, shapeOf } from '../../../../src-main/search/vectors/coding.ts'
import { createKernel } from '../../../../src-main/search/vectors/kernel.ts'
import { firstList, firstSegment } from '../../../../src-main/search/vectors/keys.ts'
import { maintain, nextWork } from '../../../../src-main/search/vectors/maintain.ts'
import { createProbe } from '../../../../src-main/search/vectors/probe.ts'
import { readCentroids } from '../../../../src-main/search/vectors/stored-centroids.ts'
import { readCoding } from '../../../../src-main/search/vectors/stored-directions.ts'
import { sweepLists } from '../../../../src-main/search/vectors/sweep-lists.ts'
import { openTestDb } from '../../../helpers/test-db.ts'
import {
  addDocuments,
  addVectors,
  buildSome,
  clustered,
  embedderId,
  nearestOf,
  normalised,
  signal,
  spaceOf,
} from '../../../helpers/vector-store.ts'

const dimension = 64
const draftGroups = 16
const described = `INSERT INTO vector_directions (list, directions, scales, deviations, four_bits, two_bits, one_bit, slack)
  VALUES (?, x'7f', x'0000803f', x'0000803f', ${draftGroups}, 0, 0, 0.02)`

/** A store as the version before left it: behind the signs of each block lie drafts, which this version has no use for. */
async function storeOfBefore() {
  const vectors = clustered(31, { count: 2500, dimension })
  const db = openTestDb()
  addVectors(db, addDocuments(db), vectors)
  await buildSome(db, 30)
  const { id, generation } = spaceOf(db)
  const codes = db.prepare<[], { segment: number; codes: Buffer }>('SELECT segment, codes FROM vector_codes').all()
  db.transact((tx) => {
    tx.prepare(described).run(firstList(id, generation))
    for (const { segment, codes: signs } of codes)
      tx.prepare('UPDATE vector_codes SET codes = ? WHERE segment = ?').run(withDrafts(signs), segment)
  })
  return { db, vectors, [Symbol.dispose]: () => db[Symbol.dispose]() }
}

function withDrafts(signs: Buffer): Buffer {
  const bytes = blockBytes(signGroups(dimension))
  const drafts = Buffer.alloc(blockBytes(draftGroups), 0xa5)
  return Buffer.concat(
    Array.from({ length: signs.length / bytes }, (_, n) => [signs.subarray(n * bytes, (n + 1) * bytes), drafts]).flat(),
  )
}

/**
 * A store as version 21 left it: heads without tails, and sketches of all that a row is away from its middle, with two numbers behind each. Made of what
 * this version writes, bit by bit.
 */
async function storeWithoutTails() {
  const wide = 128
  const vectors = clustered(32, { count: 8400, dimension: wide })
  const db = openTestDb()
  addVectors(db, addDocuments(db), vectors)
  await buildSome(db, 20)
  const { id, generation } = spaceOf(db)
  const kernel = createKernel()
  const coding = readCoding(db, kernel, spaceOf(db))
  const centroids = readCentroids(db, kernel, { space: id, generation, coding })
  const probe = createProbe(kernel, wide, coding.drafts)
  const turnedOf = (at: number) => kernel.views().f32.slice(at / 4, at / 4 + wide)
  const stored = db.prepare<[], { segment: number; codes: Buffer }>('SELECT segment, codes FROM vector_codes').all()
  const first = firstList(id, generation)
  const before = draftShape(wide, coding.drafts?.head.groups ?? 0, 0)
  db.transact((tx) => {
    for (const { segment, codes } of stored) {
      const middle = turnedOf(centroids.unpacked(Math.floor(segment / firstSegment(1)) - first).turned)
      const sketch = (passage: number): Buffer => {
        probe.set(vectors[passage - 1] ?? new Float32Array(wide))
        return sketchOf(turnedOf(probe.turned.floats), middle)
      }
      tx.prepare('UPDATE vector_codes SET codes = ? WHERE segment = ?').run(
        withoutTails(codes, { shape: shapeOf(coding), before, sketch }),
        segment,
      )
    }
    tx.prepare('UPDATE vector_directions SET tail_four_bits = NULL, tail_slack = 0, sketch_error = 0').run()
  })
  return { db, vectors, [Symbol.dispose]: () => db[Symbol.dispose]() }
}

interface Rewriting {
  readonly shape: BlockShape
  readonly before: BlockShape
  readonly sketch: (passage: number) => Buffer
}

function withoutTails(codes: Buffer, { shape, before, sketch }: Rewriting): Buffer {
  const [heads = 0, tails = 0, passages = 0] = partBytes(shape)
  const blocks = Array.from({ length: codes.length / wholeBytes(shape) }, (_, n) => {
    const block = codes.subarray(n * wholeBytes(shape), (n + 1) * wholeBytes(shape))
    const own = block.subarray(heads + tails, heads + tails + passages)
    const sketches = Array.from({ length: 16 }, (_, place) => sketch(own.readUInt32LE(place * 4)))
    return Buffer.concat([block.subarray(0, heads), own, ...sketches])
  })
  expect(blocks[0]).toHaveLength(wholeBytes(before))
  return Buffer.concat(blocks)
}

/** The signs of what a row is away from the middle, what makes them right on average, and what they miss of the product with the middle. */
function sketchOf(row: Float32Array, middle: Float32Array): Buffer {
  const sketch = Buffer.alloc(row.length / 8 + 8)
  let [square, product, own, missed] = [0, 0, 0, 0]
  for (const [n, value] of row.entries()) {
    const [centre, byte] = [middle[n] ?? 0, Math.floor(n / 128) * 16 + (n % 16)]
    const away = value - centre
    square += away ** 2
    product += away * centre
    own += Math.abs(away)
    missed += away < 0 ? -centre : centre
    if (away >= 0) sketch[byte] = (sketch[byte] ?? 0) | (1 << ((n % 128) >> 4))
  }
  sketch.writeFloatLE(square / own, row.length / 8)
  sketch.writeFloatLE(product - (square / own) * missed, row.length / 8 + 4)
  return sketch
}

async function recall(db: Db, vectors: readonly Float32Array[]): Promise<number> {
  const queries = vectors.slice(0, 40).map((vector, n) => normalised(vector.map((x, at) => x + (vectors[n + 40]?.[at] ?? 0) / 3)))
  let hits = 0
  for (const query of queries) {
    const truth = nearestOf(vectors, query, 5)
    const found = await searchHere(db).search(query, { embedderId, limit: 5 }, signal)
    hits += found.filter(({ passage }) => truth.includes(passage)).length
  }
  return hits / (queries.length * 5)
}

test('lists of the version before are searched by their signs, and made anew by the first work there is', async () => {
  using store = await storeOfBefore()
  const { db, vectors } = store
  expect(await recall(db, vectors)).toBeGreaterThanOrEqual(0.96)
  expect(nextWork(db)?.work).toBe('build')

  await maintain(db, signal)

  expect(nextWork(db)).toBeUndefined()
  expect(db.prepare('SELECT count(*) FROM vector_directions WHERE has_sketches = 0').pluck().get()).toBe(0)
  expect(await recall(db, vectors)).toBeGreaterThanOrEqual(0.96)
})

test('drafts without tails are searched by their heads and sketches, and made anew by the first work there is', async () => {
  using store = await storeWithoutTails()
  const { db, vectors } = store
  expect(await recall(db, vectors)).toBeGreaterThanOrEqual(0.96)
  expect(nextWork(db)?.work).toBe('build')

  await maintain(db, signal)

  expect(nextWork(db)).toBeUndefined()
  expect(db.prepare('SELECT count(*) FROM vector_directions WHERE tail_four_bits IS NULL').pluck().get()).toBe(0)
  expect(await recall(db, vectors)).toBeGreaterThanOrEqual(0.96)
})

test('a sweep of drafts without tails keeps them as they are', async () => {
  using store = await storeWithoutTails()
  const { db, vectors } = store

  await sweepLists(db, spaceOf(db), signal)

  expect(db.prepare('SELECT total(size) FROM vector_lists').pluck().get()).toBe(vectors.length)
  expect(await recall(db, vectors)).toBeGreaterThanOrEqual(0.96)
})

test('a build that the version before began is begun anew, not gone on with', async () => {
  using store = await storeOfBefore()
  const { db, vectors } = store
  const { id, generation } = spaceOf(db)
  db.transact((tx) => {
    tx.prepare(described).run(firstList(id, generation + 1))
    tx.prepare('INSERT INTO vector_builds VALUES (?, ?, 3, 2500, ?, 0, 0)').run(id, generation + 1, id * 2 ** 40 + 2000)
  })

  await maintain(db, signal)

  expect(buildOf(db, id)).toBeUndefined()
  expect(db.prepare('SELECT total(size) FROM vector_lists').pluck().get()).toBe(2500)
  expect(await recall(db, vectors)).toBeGreaterThanOrEqual(0.96)
})
