import { expect, test } from 'vitest'
import { createConversationHandlers } from '../../../src-main/chat/conversation-handlers.ts'
import { attachedPassages } from '../../../src-main/knowledge/attached-passages.ts'
import { createAttachmentHandlers } from '../../../src-main/knowledge/attachment-handlers.ts'
import { attachmentCollection, sendAttachments } from '../../../src-main/knowledge/attachments.ts'
import { listCollections } from '../../../src-main/knowledge/collections.ts'
import { listDocuments } from '../../../src-main/knowledge/documents.ts'
import { listJobs } from '../../../src-main/knowledge/import-jobs.ts'
import { parseDocument } from '../../../src-main/knowledge/parse/parse-document.ts'
import { sweepAttachments } from '../../../src-main/knowledge/sweep-attachments.ts'
import type { Change } from '../../../src-shared/desktop/changes.ts'
import { conversationError } from '../../../src-shared/desktop/conversations.ts'
import { searchQuery } from '../../../src-shared/desktop/search.ts'
import { newId } from '../../helpers/conversation-rows.ts'
import { openKnowledge } from '../../helpers/knowledge-fixture.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const signal = new AbortController().signal
const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** Documents are read once `mayRead` is over. */
function open(mayRead: Promise<void> = Promise.resolve()) {
  const folder = tempFolder()
  const knowledge = openKnowledge({
    folder: folder.path,
    async *parse(request, signal) {
      await mayRead
      yield* parseDocument(request, signal)
    },
  })
  const { db, importer } = knowledge
  const deps = { db, now: Date.now, newId, importer }
  const told: Change[] = []
  db.watch((changes) => told.push(...changes))
  const attachments = createAttachmentHandlers(deps)
  return {
    ...knowledge,
    told,
    attachments,
    conversations: createConversationHandlers(deps),
    async attach(owner: string, name: string, text: string) {
      const row = await attachments.add({ id: newId(), owner, name, bytes: bytes(text) }, signal)
      await importer.idle()
      return row
    },
    async [Symbol.asyncDispose]() {
      await knowledge[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

const find = (query: string, more = {}) => searchQuery.parse({ query, ...more })

test('what is attached is read, found in its own collection, and nowhere in the knowledge', async () => {
  await using store = open()
  const { id } = await store.conversations.create({ id: newId() }, signal)

  await store.attach(id, 'ferry.txt', 'The ferry to Porto leaves at nine.')

  const [row] = await store.attachments.list({ owner: id }, signal)
  expect(row).toMatchObject({ name: 'ferry.txt', status: 'ready', owner: id, message_id: null })
  const collectionId = attachmentCollection(store.db, id) ?? ''
  const own = await store.retrieve(find('ferry Porto', { collection_ids: [collectionId] }), signal)
  expect(own.results.map(({ document }) => document)).toEqual(['ferry.txt'])
  expect((await store.retrieve(find('ferry Porto'), signal)).results).toEqual([])
  expect(listDocuments(store.db, { limit: 10, offset: 0 })).toEqual({ items: [], total: 0 })
  expect(listJobs(store.db)).toEqual([])
  expect(listCollections(store.db).map(({ id: each }) => each)).toEqual([store.collectionId])
  expect(new Set(store.told.map(({ table }) => table))).toEqual(new Set(['conversations', 'attachments']))
})

test('nothing of an attachment is journalled: sync does not hear its name', async () => {
  await using store = open()
  const before = store.db.prepare('SELECT max(n) FROM journal').pluck().get()
  const row = await store.attach('new', 'secret.txt', 'The safe opens with 1234.')

  await store.attachments.remove({ id: row.id }, signal)

  expect(store.db.prepare('SELECT max(n) FROM journal').pluck().get()).toBe(before)
})

test('the first question takes along what waited for the chat; a failed file stays in the composer', async () => {
  await using store = open()
  await store.attach('new', 'ferry.txt', 'The ferry to Porto leaves at nine.')
  await store.attach('new', 'empty.txt', '')
  const { id } = await store.conversations.create({ id: newId() }, signal)
  const messageId = newId()

  store.db.transact((tx) => sendAttachments(tx, { conversationId: id, messageId, isNew: true }))

  const rows = await store.attachments.list({ owner: id }, signal)
  expect(rows.map(({ name, status, message_id }) => [name, status, message_id])).toEqual([
    ['ferry.txt', 'ready', messageId],
    ['empty.txt', 'failed', null],
  ])
  expect(await store.attachments.list({ owner: 'new' }, signal)).toEqual([])
  expect(attachedPassages(store.db, messageId, 5)).toMatchObject([
    { document: 'ferry.txt', text: 'The ferry to Porto leaves at nine.' },
  ])
})

test('a question in an older chat leaves alone what waits for the chat that does not exist yet', async () => {
  await using store = open()
  await store.attach('new', 'ferry.txt', 'The ferry to Porto leaves at nine.')
  const { id } = await store.conversations.create({ id: newId() }, signal)

  store.db.transact((tx) => sendAttachments(tx, { conversationId: id, messageId: newId(), isNew: false }))

  expect(await store.attachments.list({ owner: 'new' }, signal)).toMatchObject([{ name: 'ferry.txt', message_id: null }])
})

test('the same file twice is one attachment', async () => {
  await using store = open()
  const first = await store.attach('new', 'ferry.txt', 'The ferry leaves at nine.')

  const second = await store.attach('new', 'ferry.txt', 'The ferry leaves at nine.')

  expect(second.id).toBe(first.id)
  expect(await store.attachments.list({ owner: 'new' }, signal)).toHaveLength(1)
})

test('a chat that is erased takes its attachments with it, and no other chat loses any', async () => {
  await using store = open()
  const { id } = await store.conversations.create({ id: newId() }, signal)
  await store.attach(id, 'ferry.txt', 'The ferry to Porto leaves at nine.')
  await store.attach('new', 'train.txt', 'The train to Porto leaves at ten.')
  await store.conversations.trash({ id }, signal)
  await store.conversations.purge({ id }, signal)

  await sweepAttachments({ db: store.db, now: Date.now, importer: store.importer })

  expect(store.db.prepare('SELECT name FROM documents').pluck().all()).toEqual(['train.txt'])
  expect(store.db.prepare('SELECT count(*) FROM passages').pluck().get()).toBe(1)
})

test('a chat that is not there is given nothing', async () => {
  await using store = open()

  const added = store.attachments.add({ id: newId(), owner: newId(), name: 'a.txt', bytes: bytes('a') }, signal)

  await expect(added).rejects.toMatchObject({ code: conversationError.unknown })
})

test('what a question waits for is read before an import that began earlier', async () => {
  const reading = Promise.withResolvers<void>()
  await using store = open(reading.promise)
  const order: string[] = []
  store.db.watch((changes) => {
    for (const { table, row } of changes)
      if ((table === 'documents' || table === 'attachments') && row?.status === 'ready' && !order.includes(row.name))
        order.push(row.name)
  })
  const jobId = newId()
  for (const name of ['1.txt', '2.txt', '3.txt'])
    await store.importer.importBytes({ jobId, collectionId: store.collectionId }, { name, bytes: bytes(`Document ${name}.`) })

  const attached = store.attach('new', 'ferry.txt', 'The ferry leaves at nine.')
  await expect.poll(() => store.told.some(({ table }) => table === 'attachments')).toBe(true)
  reading.resolve()
  await attached

  expect(order).toContain('3.txt')
  expect(order.indexOf('ferry.txt')).toBeLessThan(order.indexOf('3.txt'))
})
