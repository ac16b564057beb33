import { expect, test } from 'vitest'
import { countPostings } from '../../../src-main/db/count-postings.ts'
import type { Db } from '../../../src-main/db/database.ts'
import { openTestDb } from '../../helpers/test-db.ts'

const word = (term: string) => ({ index: 'passage_words', first: term, last: term }) as const

/** Passages of one word each, into the index and the table that tells how many there are. */
function add(db: Db, text: string, count: number): void {
  db.transact((tx) => {
    tx.prepare("INSERT OR IGNORE INTO collections (id, name, created_at, updated_at) VALUES ('c', 'c', 0, 0)").run()
    tx.prepare(
      "INSERT OR IGNORE INTO documents (id, collection_id, name, size_bytes, status, created_at, updated_at) VALUES ('d', 'c', 'n', 1, 'ready', 0, 0)",
    ).run()
    const insert = tx.prepare(
      `INSERT INTO passages (id, document_id, position, start, "end", heading, tokens, text) VALUES (?, 'd', ?, 0, 1, '[]', 1, ?)`,
    )
    const next = (tx.prepare<[], number>('SELECT count(*) FROM passages').pluck().get() ?? 0) + 1
    for (let at = next; at < next + count; at++) insert.run(`${at}`, at, text)
  })
}

test('a word that was nowhere is counted as soon as one passage has it, and a common one again when the documents grew', () => {
  using db = openTestDb()
  add(db, 'common', 2_000)
  expect(countPostings(db, word('rare'))).toBe(0)
  expect(countPostings(db, word('common'))).toBe(2_000)

  add(db, 'rare', 1)
  expect(countPostings(db, word('rare'))).toBe(1)

  add(db, 'common', 500)
  expect(countPostings(db, word('common'))).toBe(2_500)
})

test('a range counts each of its terms, and nothing beside it', () => {
  using db = openTestDb()
  add(db, 'pump', 2)
  add(db, 'pumps', 3)
  add(db, 'pumice', 5)

  expect(countPostings(db, { index: 'passage_words', first: 'pump', last: 'pump\u{10ffff}' })).toBe(5)
})
