import { randomUUIDv7 } from 'node:crypto'
import { expect, test } from 'vitest'
import { keptSlice } from '../../../src-main/db/kept-slice.ts'
import { keptText, putTextPiece } from '../../../src-main/knowledge/kept-text.ts'
import { openTestDb } from '../../helpers/test-db.ts'

/** A document whose text lies in pieces of these lengths. */
function storeOf(pieces: readonly string[]) {
  const db = openTestDb()
  const id = randomUUIDv7()
  db.transact((tx) => {
    tx.prepare("INSERT INTO collections (id, name, created_at, updated_at) VALUES (?, 'c', 0, 0)").run(id)
    tx.prepare(
      "INSERT INTO documents (id, collection_id, name, size_bytes, status, created_at, updated_at) VALUES (?, ?, 'n', 1, 'ready', 0, 0)",
    ).run(id, id)
    let start = 0
    for (const text of pieces) {
      putTextPiece(tx, { documentId: id, start, text })
      start += text.length
    }
  })
  return Object.assign(db, { id })
}

test('any part of a text that lies in pieces is what it would be of the whole, letters outside of the first plane included', () => {
  const pieces = ['Grüße 🙂 aus', ' Köln,', '', ' 日本語', ' und', ' Łódź.']
  using db = storeOf(pieces.filter((piece) => piece !== ''))
  const whole = pieces.join('')

  expect(keptText(db, db.id)).toBe(whole)
  for (let start = 0; start <= whole.length + 1; start++) {
    for (let end = start; end <= whole.length + 2; end++) {
      expect(keptSlice(db, db.id, { start, end }), `${start}–${end}`).toBe(whole.slice(start, end))
    }
  }
})

test('of a document that was never read there is no text', () => {
  using db = storeOf([])

  expect([keptText(db, db.id), keptSlice(db, db.id, { start: 0, end: 100 })]).toEqual(['', ''])
})
