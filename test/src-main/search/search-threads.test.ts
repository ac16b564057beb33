import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { type Db, openDatabase } from '../../../src-main/db/database.ts'
import { applyMigrations } from '../../../src-main/db/migrate.ts'
import { readMigrations } from '../../../src-main/db/migration-files.ts'
import { createSearchThreads } from '../../../src-main/search/search-threads.ts'
import { indexLimits } from '../../../src-main/search/vectors/limits.ts'
import { createShareSearch, type SearchShare } from '../../../src-main/search/vectors/search-vectors.ts'
import { takeInLoose } from '../../../src-main/search/vectors/take-in-loose.ts'
import { shareQuery, wholeIndex } from '../../../src-main/search/vectors/vector-query.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { testKey } from '../../helpers/temp-store.ts'
import { migrationsFolder, openTestDb } from '../../helpers/test-db.ts'
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
} from '../../helpers/vector-store.ts'

const dimension = 64
const vectors = clustered(5, { count: 3000, dimension, clusters: 30 })
const queries = clustered(6, { count: 25, dimension, clusters: 30 })

/** A store with lists: `documents` take turns, `long` has the last thousand. */
function fill(db: Db): { documents: readonly string[]; long: string } {
  const [documents, [long]] = [addDocuments(db), addDocuments(db)]
  addVectors(db, documents, vectors.slice(0, 2000))
  addVectors(db, [long, long], vectors.slice(2000))
  return { documents, long }
}

async function makeLists(db: Db, lists: number, probes: number): Promise<void> {
  await buildSome(db, lists)
  db.transact((tx) => tx.prepare('UPDATE vector_spaces SET probes = ?').run(probes))
}

async function openShared(sharing = { threads: 2, from: 0 }) {
  await using own = new AsyncDisposableStack()
  const folder = own.use(tempFolder())
  const file = { path: join(folder.path, 'hearth.db'), key: testKey }
  const db = own.use(openDatabase(file.path, file.key))
  applyMigrations(db, readMigrations(migrationsFolder), () => 0)
  const filled = fill(db)
  await makeLists(db, 40, 40)
  const threads = createSearchThreads(file, sharing)
  own.defer(threads.letGo)
  const running = own.move()
  return { ...filled, db, file, threads, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

const first = vectors[0] ?? new Float32Array()

async function shareBy(count: number, threads: Awaited<ReturnType<typeof openShared>>['threads']): Promise<void> {
  await threads.search(first, { embedderId, limit: 1 })
  await vi.waitFor(() => expect(threads.count()).toBe(count), 10_000)
}

afterEach(() => void vi.restoreAllMocks())

// A row that is in no share is found by nobody; one that is in both was looked at twice.
test.each([
  { exactFiltered: 20_000, probes: 40 },
  { exactFiltered: 20_000, probes: 12 },
  { exactFiltered: 0, probes: 40 },
  { exactFiltered: 0, probes: 5 },
])('two shares together look at all that one search looks at, each row once: %o', async ({ exactFiltered, probes }) => {
  vi.spyOn(indexLimits, 'exactFiltered', 'get').mockReturnValue(exactFiltered as never)
  using db = openTestDb()
  const { documents, long } = fill(db)
  await makeLists(db, 40, probes)
  addVectors(db, documents, clustered(7, { count: 60, dimension, clusters: 30 }))
  removeVectors(db, [5, 6, 7, 2500])
  const sharing = { threads: 2, from: 0 }
  const shares = [0, 1].map((part) => ({ search: createShareSearch(db, sharing), share: { part, of: 2, isAgain: false } }))
  const alone = createShareSearch(db, { threads: 1, from: 0 })

  for (const documentIds of [undefined, documents, [long], [long, ...documents]])
    for (const query of queries) {
      const wanted = shareQuery({ embedderId, limit: 7, documentIds })
      const answers = shares.map(({ search, share }) => search(query, wanted, share))
      const both = answers.flatMap(({ found }) => found).sort((a, b) => b.cosine - a.cosine)
      const one = alone(query, wanted, wholeIndex)
      expect(new Set([...answers, one].map(({ state }) => state)).size).toBe(1)
      expect(new Set(both.map(({ passage }) => passage)).size).toBe(both.length)
      if (exactFiltered > 0 || documentIds === undefined)
        expect(one.found.filter(({ cosine }, n) => cosine > (both[n]?.cosine ?? -1))).toEqual([])
      if (exactFiltered > 0 && documentIds !== undefined) expect(both.slice(0, 7)).toEqual(one.found)
      // Filtered, each share ends when it has met enough: of what comes behind the nearest they may have others.
      if (exactFiltered === 0) expect(both[0]?.passage).toBe(one.found[0]?.passage)
    }
})

// Passages are written before their vectors: a filter that one thread remembers may lack them, and be cut otherwise than the other's.
test('shares that remember another filter do not fit together, and fit when they are asked again', () => {
  using db = openTestDb()
  const { long } = fill(db)
  const [one, other] = [0, 1].map(() => createShareSearch(db, { threads: 2, from: 0 }))
  const wanted = shareQuery({ embedderId, limit: 3, documentIds: [long] })
  const ask = (search: SearchShare | undefined, part: number, isAgain: boolean) =>
    search?.(first, wanted, { part, of: 2, isAgain }).state
  const before = ask(one, 0, false)
  db.transact((tx) => tx.prepare('UPDATE passages SET document_id = ? WHERE rowid = 7').run(long))

  expect(ask(one, 0, false)).toBe(before)
  expect(ask(other, 1, false)).not.toBe(before)
  expect(ask(one, 0, true)).toBe(ask(other, 1, true))
})

test('two threads share the searches of a large index, and find what is written meanwhile', async () => {
  await using store = await openShared()
  const { db, documents, threads } = store
  await shareBy(2, threads)
  const more = clustered(7, { count: 20, dimension, clusters: 30 })
  addVectors(db, documents, more)

  for (const [n, query] of more.entries()) {
    const [best] = await threads.search(query, { embedderId, limit: 5 })
    expect(best?.passage).toBe(3001 + n)
  }
})

// Of one share of the lists of before and one of the new ones a row is in neither, or in both.
test('while lists are made anew, and rows are taken into them, every row is found, and once', async () => {
  await using store = await openShared()
  const { db, documents, threads } = store
  await shareBy(2, threads)
  const isOver = { yes: false }
  const writing = (async () => {
    try {
      for (let n = 0; n < 12; n++) {
        addVectors(db, documents, clustered(100 + n, { count: 5, dimension, clusters: 30 }))
        await takeInLoose(db, spaceOf(db), signal)
        await makeLists(db, 30 + n, 60)
      }
    } finally {
      isOver.yes = true
    }
  })()

  const wrong: unknown[] = []
  for (let n = 0; !isOver.yes; n++) {
    // So many at once that the threads are not at the same one.
    const asked = Array.from({ length: 30 }, (_, at) => ((n * 30 + at) * 37) % vectors.length)
    const search = async (number: number): Promise<void> => {
      const found = await threads.search(vectors[number] ?? first, { embedderId, limit: 5 })
      const passages = found.map(({ passage }) => passage)
      if (passages[0] !== number + 1 || new Set(passages).size < 5) wrong.push([number + 1, passages])
    }
    await Promise.all(asked.map(search))
  }
  await writing

  expect(wrong).toEqual([])
  expect(threads.count()).toBe(2)
})

test('a small index is searched by one thread, and so is a large one where only one may', async () => {
  for (const sharing of [
    { threads: 2, from: 1_000_000 },
    { threads: 1, from: 0 },
  ]) {
    await using store = await openShared(sharing)
    const { threads, file } = store
    for (const query of queries.slice(0, 5)) {
      const [best] = await threads.search(query, { embedderId, limit: 1 })
      expect(best?.passage).toBe(nearestOf(vectors, query, 1)[0])
    }
    // A second one would be there by then: another that is started now is.
    const other = createSearchThreads(file, { threads: 2, from: 0 })
    await shareBy(2, other)
    await other.letGo()
    expect(threads.count()).toBe(1)
  }
})

test('threads that were let go while a second one was started are all gone, and are started anew by the next search', async () => {
  await using store = await openShared()
  const { threads, db } = store
  await threads.search(first, { embedderId, limit: 1 })

  await threads.letGo()
  // Not with a reader left.
  db.emptyLog()

  await shareBy(2, threads)
  const [best] = await threads.search(first, { embedderId, limit: 1 })
  expect(best?.passage).toBe(1)
})

test('of two threads that meet a fault the next search has fresh ones', async () => {
  await using store = await openShared()
  const { threads, db } = store
  await shareBy(2, threads)
  db.transact((tx) => tx.prepare('ALTER TABLE vector_spaces RENAME TO elsewhere').run())
  await expect(threads.search(first, { embedderId, limit: 1 })).rejects.toThrow()
  await expect(threads.search(first, { embedderId, limit: 1 })).rejects.toThrow()
  db.transact((tx) => tx.prepare('ALTER TABLE elsewhere RENAME TO vector_spaces').run())

  await shareBy(2, threads)
  const [best] = await threads.search(first, { embedderId, limit: 1 })
  expect(best?.passage).toBe(1)
})
