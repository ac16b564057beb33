import { expect, test } from 'vitest'
import type { Db } from '../../../src-main/db/database.ts'
import { mergeWords } from '../../../src-main/knowledge/merge-words.ts'
import { addPassages } from '../../../src-main/knowledge/passages.ts'
import { readLevels } from '../../../src-main/knowledge/word-levels.ts'
import { newId } from '../../../src-shared/ids.ts'
import { openTestDb } from '../../helpers/test-db.ts'

const indexes = ['passage_words', 'passage_trigrams'] as const

function addDocument(db: Db): string {
  const [id, collectionId] = [newId(), newId()]
  db.transact((tx) => {
    tx.prepare('INSERT INTO collections (id, name, created_at, updated_at) VALUES (?, ?, 1, 1)').run(collectionId, collectionId)
    tx.prepare(
      "INSERT INTO documents (id, collection_id, name, size_bytes, status, created_at, updated_at) VALUES (?, ?, 'a', 1, 'reading', 1, 1)",
    ).run(id, collectionId)
  })
  return id
}

/** One passage, in a commit of its own, with words that no other has. */
function addPassage(db: Db, documentId: string, position: number): void {
  const text = `every valve ${Array.from({ length: 40 }, (_, word) => `word${position}x${word}`).join(' ')}`
  const place = { start: position, end: position, page: null, place: null, heading: [], tokens: 1 }
  db.transact((tx) => addPassages(tx, [{ id: newId(), document_id: documentId, position, text, ...place }]))
}

const segmentsOf = (db: Db, index: (typeof indexes)[number]): number =>
  readLevels(db, index).reduce((sum, { segments }) => sum + segments, 0)

const having = (db: Db, word: string): unknown =>
  db.prepare('SELECT count(*) FROM passage_words WHERE passage_words MATCH ?').pluck().get(word)

test('a commit merges nothing by itself, whatever has gathered', () => {
  using db = openTestDb()
  const documentId = addDocument(db)

  for (let position = 0; position < 60; position++) addPassage(db, documentId, position)

  expect(indexes.map((index) => segmentsOf(db, index))).toEqual([60, 60])
})

test('merged in turns, an index stays in few segments, every word is found once, and the index is sound', async () => {
  using db = openTestDb()
  const documentId = addDocument(db)

  for (let position = 0; position < 200; position++) {
    addPassage(db, documentId, position)
    await mergeWords(db)
  }

  for (const index of indexes) {
    expect(segmentsOf(db, index)).toBeLessThan(3 * 8)
    db.transact((tx) => tx.prepare(`INSERT INTO ${index} (${index}) VALUES ('integrity-check')`).run())
  }
  expect([having(db, 'valve'), having(db, 'word0x0'), having(db, 'word199x39')]).toEqual([200, 1, 1])
})

test('what has gathered for long is merged a few pages a commit', async () => {
  using db = openTestDb()
  const documentId = addDocument(db)
  for (let position = 0; position < 800; position++) addPassage(db, documentId, position)
  const merged = (): number => readLevels(db, 'passage_trigrams')[1]?.pages ?? 0
  const written: number[] = []
  const watched: Db = {
    ...db,
    transact(work, options) {
      const before = merged()
      const result = db.transact(work, options)
      written.push(merged() - before)
      return result
    },
    [Symbol.dispose]: () => {},
  }

  while (await mergeWords(watched)) {
    // Until nothing is left.
  }

  expect(merged()).toBeGreaterThan(2 * 64)
  expect(Math.max(...written)).toBeLessThan(64)
  expect(having(db, 'valve')).toBe(800)
})
