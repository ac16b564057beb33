import { expect, test } from 'vitest'
import type { Db } from '../../../../src-main/db/database.ts'
import { searchHere } from '../../../../src-main/search/vector-index.ts'
import { buildOf } from '../../../../src-main/search/vectors/build-lists.ts'
import { blockBytes } from '../../../../src-main/search/vectors/code-blocks.ts'
import { signGroups } from '../../../../src-main/search/vectors/code-book.ts'
import { firstList } from '../../../../src-main/search/vectors/keys.ts'
import { maintain, nextWork } from '../../../../src-main/search/vectors/maintain.ts'
import { openTestDb } from '../../../helpers/test-db.ts'
import {
  addDocuments,
  addVectors,
  buildSome,
  clustered,
  embedderId,
  nearestOf,
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

async function recall(db: Db, vectors: readonly Float32Array[]): Promise<number> {
  const queries = clustered(31, { count: 2540, dimension }).slice(2500)
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
