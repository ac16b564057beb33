import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openDatabase } from '../../../src-main/db/database.ts'
import { applyMigrations } from '../../../src-main/db/migrate.ts'
import { readMigrations } from '../../../src-main/db/migration-files.ts'
import { createSearchThreads } from '../../../src-main/search/search-threads.ts'
import { searchHere } from '../../../src-main/search/vector-index.ts'
import { takeInLoose } from '../../../src-main/search/vectors/take-in-loose.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { testKey } from '../../helpers/temp-store.ts'
import { migrationsFolder } from '../../helpers/test-db.ts'
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

/** A store with lists whose searches two threads share. */
async function openShared(sharing = { threads: 2, from: 0 }) {
  await using own = new AsyncDisposableStack()
  const folder = own.use(tempFolder())
  const file = { path: join(folder.path, 'hearth.db'), key: testKey }
  const db = own.use(openDatabase(file.path, file.key))
  applyMigrations(db, readMigrations(migrationsFolder), () => 0)
  const documents = addDocuments(db)
  addVectors(db, documents, vectors)
  await buildSome(db, 40)
  db.transact((tx) => tx.prepare('UPDATE vector_spaces SET probes = 40').run())
  const threads = createSearchThreads(file, sharing)
  own.defer(threads.letGo)
  const running = own.move()
  return { db, documents, threads, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

const first = vectors[0] ?? new Float32Array()

async function shareBy(count: number, threads: Awaited<ReturnType<typeof openShared>>['threads']): Promise<void> {
  await threads.search(first, { embedderId, limit: 1 })
  await vi.waitFor(() => expect(threads.count()).toBe(count), 10_000)
}

test('what two threads find together is what one finds alone, or nearer: among all, among few, among rows that are in no list yet', async () => {
  await using store = await openShared()
  const { db, documents, threads } = store
  await shareBy(2, threads)
  addVectors(db, documents, clustered(7, { count: 60, dimension, clusters: 30 }))
  removeVectors(db, [5, 6, 7])

  for (const documentIds of [undefined, [documents[0]], [...documents]])
    for (const query of queries) {
      const wanted = { embedderId, limit: 7, documentIds }
      const together = await threads.search(query, wanted)
      const alone = await searchHere(db).search(query, wanted, signal)
      expect(together).toHaveLength(7)
      expect(alone.filter(({ cosine }, n) => cosine > (together[n]?.cosine ?? -1))).toEqual([])
    }
})

// Of one share of the lists of before and one of the new ones a row is in neither, or in both.
test('while lists are made anew, and rows are taken into them, every row is found, and once', async () => {
  await using store = await openShared()
  const { db, documents, threads } = store
  await shareBy(2, threads)
  const isOver = { yes: false }
  const writing = (async () => {
    for (let n = 0; n < 12; n++) {
      addVectors(db, documents, clustered(100 + n, { count: 5, dimension, clusters: 30 }))
      await takeInLoose(db, spaceOf(db), signal)
      await buildSome(db, 30 + n)
      db.transact((tx) => tx.prepare('UPDATE vector_spaces SET probes = 60').run())
    }
    isOver.yes = true
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
    for (const query of queries.slice(0, 5)) {
      const [best] = await store.threads.search(query, { embedderId, limit: 1 })
      expect(best?.passage).toBe(nearestOf(vectors, query, 1)[0])
    }
    expect(store.threads.count()).toBe(1)
  }
})

test('threads that were let go while a second one was started are all gone, and are started anew by the next search', async () => {
  await using store = await openShared()
  const { threads } = store
  await threads.search(first, { embedderId, limit: 1 })

  await threads.letGo()
  expect(threads.count()).toBe(0)

  await shareBy(2, threads)
  const [best] = await threads.search(first, { embedderId, limit: 1 })
  expect(best?.passage).toBe(1)
})
