import { expect, test } from 'vitest'
import { changeConversation, insertConversation } from '../../../src-main/chat/conversations.ts'
import type { Db } from '../../../src-main/db/database.ts'
import { createFindHandlers } from '../../../src-main/find/find-handlers.ts'
import { type DocumentHit, findQuery } from '../../../src-shared/desktop/find.ts'
import { conversationWith, newId } from '../../helpers/conversation-rows.ts'
import { openTestDb } from '../../helpers/test-db.ts'

interface Added {
  readonly name: string
  readonly texts: readonly string[]
  readonly owner?: string
}

function addDocument(db: Db, { name, texts, owner }: Added): { documentId: string; collectionId: string } {
  const [documentId, collectionId] = [newId(), newId()]
  db.transact((tx) => {
    tx.prepare('INSERT INTO collections (id, name, created_at, updated_at, owner) VALUES (?, ?, 1, 1, ?)').run(
      collectionId,
      `Of ${name}`,
      owner ?? null,
    )
    tx.prepare(
      "INSERT INTO documents (id, collection_id, name, kind, size_bytes, status, created_at, updated_at) VALUES (?, ?, ?, 'pdf', 1, 'ready', 1, 1)",
    ).run(documentId, collectionId, name)
    const insert = tx.prepare(
      `INSERT INTO passages (id, document_id, position, start, "end", page, heading, tokens, text) VALUES (?, ?, ?, ?, ?, 41, '["Warranty"]', 1, ?)`,
    )
    texts.forEach((text, at) => void insert.run(newId(), documentId, at, at * 100, at * 100 + text.length, text))
  })
  return { documentId, collectionId }
}

async function find(db: Db, query: string, filters = {}): Promise<DocumentHit[]> {
  const signal = new AbortController().signal
  return (await createFindHandlers({ db }).everything(findQuery.parse({ query, filters }), signal)).documents.items
}

test('a passage is found with its place, and opens where it stands', async () => {
  using db = openTestDb()
  addDocument(db, { name: 'K-200 manual.pdf', texts: ['About storage', 'The warranty ends where the pump ran dry'] })

  const [hit, ...others] = await find(db, 'dry warr')

  expect(others).toEqual([])
  expect(hit).toMatchObject({ document: 'K-200 manual.pdf', page: 41, heading: ['Warranty'], start: 100, end: 140 })
  expect(hit?.snippet.marks.map(([start, end]) => hit.snippet.text.slice(start, end))).toEqual(['warranty', 'dry'])
})

test('a passage does not go away while the next word is begun', async () => {
  using db = openTestDb()
  addDocument(db, { name: 'a', texts: ['The valve ends', 'The pump'] })

  expect(await find(db, 'valve e')).toHaveLength(1)
  expect(await find(db, 'valve x')).toHaveLength(1)
  expect(await find(db, 'valve xyz')).toEqual([])
})

// Of a very common word that may be the beginning of a longer one only the word itself is looked for, as long as it has enough.
test('a passage with a longer word is found though most passages have what was typed of it', async () => {
  using db = openTestDb()
  const { documentId } = addDocument(db, { name: 'a', texts: ['A theatre with zebras'] })
  db.transact((tx) => {
    tx.prepare(`
      WITH RECURSIVE n (at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < 60001)
      INSERT INTO passages (id, document_id, position, start, "end", heading, tokens, text)
      SELECT 'p' || at, ?, at, 0, 1, '[]', 1, 'the' FROM n`).run(documentId)
  })

  expect((await find(db, 'zebras the')).map(({ snippet }) => snippet.text)).toEqual(['A theatre with zebras'])
})

test.each([
  ['Чайник и ёлка', 'чайник'],
  ['Чайник и ёлка', 'ёлка'],
  ['A film of 5 µm', '5 µm'],
  ['A film of 5 µm', '"5 µm"'],
  ['Ο λόγος της πόλης', 'της'],
  ['The pump, see below', '⚠️pump'],
  ['The pump, see below', '"⚠️ pump"'],
  ['The pump, see below', '⚠️ pump'],
])('of “%s” the words “%s” are found, whatever they are written in', async (text, query) => {
  using db = openTestDb()
  addDocument(db, { name: 'a', texts: [text] })

  expect((await find(db, query)).map(({ snippet }) => snippet.text)).toEqual([text])
})

test('words in a row that are nowhere are found as soon as a passage has them', async () => {
  using db = openTestDb()
  addDocument(db, { name: 'a', texts: ['of the dog and the end of it'] })
  expect(await find(db, '"the of the of"')).toEqual([])
  expect(await find(db, '"the of the of"')).toEqual([])

  addDocument(db, { name: 'b', texts: ['so it is the of the of'] })

  expect(await find(db, '"the of the of"')).toHaveLength(1)
})

test('a document is found by its name, once, however many passages it has', async () => {
  using db = openTestDb()
  const { documentId } = addDocument(db, { name: 'Dealer bulletin 14.pptx', texts: ['One', 'Two', 'Three'] })

  const hits = await find(db, 'bulletin deal')

  expect(hits).toMatchObject([
    { document_id: documentId, passage_id: null, start: 0, end: 0, collection: 'Of Dealer bulletin 14.pptx' },
  ])
})

test.each(['保', '保修', '保修期'])('Chinese of any length is found in passages: %s', async (query) => {
  using db = openTestDb()
  addDocument(db, { name: 'a', texts: ['没有', '水泵的保修期是两年'] })

  expect((await find(db, query)).map(({ start }) => start)).toEqual([100])
})

test('a collection narrows, and what is attached to a chat in the trash is not found', async () => {
  using db = openTestDb()
  const chat = db.transact((tx) => insertConversation(tx, conversationWith()))
  const manual = addDocument(db, { name: 'manual', texts: ['The warranty'] })
  const attached = addDocument(db, { name: 'pasted', texts: ['The warranty as well'], owner: chat.id })
  const ids = async (filters = {}) => (await find(db, 'warranty', filters)).map((hit) => hit.document_id).toSorted()
  expect(await ids()).toEqual([manual.documentId, attached.documentId].toSorted())
  expect((await find(db, 'as well'))[0]?.collection).toBeNull()

  db.transact((tx) => changeConversation(tx, chat.id, { deleted_at: 2 }))

  expect(await ids()).toEqual([manual.documentId])
  expect(await ids({ collection_id: attached.collectionId })).toEqual([])
})
