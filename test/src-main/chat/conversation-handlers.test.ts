import { expect, test } from 'vitest'
import { createConversationHandlers } from '../../../src-main/chat/conversation-handlers.ts'
import { ensureConversation } from '../../../src-main/chat/conversations.ts'
import { createMessageHandlers } from '../../../src-main/chat/message-handlers.ts'
import { insertMessage, updateMessage } from '../../../src-main/chat/messages.ts'
import type { Db } from '../../../src-main/db/database.ts'
import type { Change } from '../../../src-shared/desktop/changes.ts'
import { conversationError } from '../../../src-shared/desktop/conversations.ts'
import type { MessageRow } from '../../../src-shared/rows/message.ts'
import { messageWith, newId } from '../../helpers/conversation-rows.ts'
import { openTestDb } from '../../helpers/test-db.ts'

const signal = new AbortController().signal

function openChats(now = () => 7) {
  const db = openTestDb()
  const deps = { db, now, newId }
  const told: Change[] = []
  db.watch((changes) => told.push(...changes))
  return {
    db,
    told,
    conversations: createConversationHandlers(deps),
    messages: createMessageHandlers(deps),
    [Symbol.dispose]: () => db[Symbol.dispose](),
  }
}

const journalOf = (db: Db): unknown[] =>
  db
    .prepare<[], { op: string; kind: string; args: string }>('SELECT op, kind, args FROM journal ORDER BY n')
    .all()
    .map(({ op, kind, args }) => [op, kind, JSON.parse(args)])

const code = (expected: string) => expect.objectContaining({ code: expected })

const add = (db: Db, message: MessageRow): MessageRow => db.transact((tx) => insertMessage(tx, message))

test('a conversation and its journal entry are committed together, and told once', async () => {
  using chats = openChats()
  const id = newId()

  const row = await chats.conversations.create({ id, title: 'Boats' }, signal)

  expect(row).toMatchObject({ id, title: 'Boats', title_source: 'user', created_at: 7, deleted_at: null })
  expect(journalOf(chats.db)).toEqual([['put', 'conversation', row]])
  expect(chats.told).toEqual([{ table: 'conversations', id, row }])
})

test('a taken id is refused, and nothing is journalled', async () => {
  using chats = openChats()
  const id = newId()
  await chats.conversations.create({ id }, signal)

  expect(() => chats.conversations.create({ id }, signal)).toThrow(code(conversationError.idTaken))

  expect(journalOf(chats.db)).toHaveLength(1)
})

test('a change journals the fields it changed; a folder that is not there is refused', async () => {
  using chats = openChats()
  const id = newId()
  await chats.conversations.create({ id }, signal)

  const row = await chats.conversations.change({ id, title: 'Ferries', pinned: true }, signal)

  expect(row).toMatchObject({ title: 'Ferries', title_source: 'user', pinned: true, archived: false })
  expect(journalOf(chats.db).at(-1)).toEqual(['put', 'conversation', { title: 'Ferries', title_source: 'user', pinned: true }])
  expect(() => chats.conversations.change({ id, folder_id: newId() }, signal)).toThrow(code(conversationError.unknownFolder))
  expect(() => chats.conversations.change({ id: newId(), pinned: true }, signal)).toThrow(code(conversationError.unknown))
})

test('only what lies in the trash can be erased; erasing takes its words out of the journal too', async () => {
  using chats = openChats()
  const id = newId()
  await chats.conversations.create({ id, title: 'Secret plan' }, signal)
  add(chats.db, messageWith({ conversation_id: id, text: 'the treasure is below the lighthouse' }))
  expect(() => chats.conversations.purge({ id }, signal)).toThrow(code(conversationError.notInTrash))

  await chats.conversations.trash({ id }, signal)
  await chats.conversations.purge({ id }, signal)

  expect(() => chats.conversations.get({ id }, signal)).toThrow(code(conversationError.unknown))
  expect(chats.db.prepare('SELECT count(*) FROM messages').pluck().get()).toBe(0)
  expect(JSON.stringify(chats.db.prepare('SELECT * FROM journal').all())).not.toMatch(/Secret|treasure/)
  expect(chats.db.prepare('SELECT max(n), count(*) FROM journal').raw().get()).toEqual([4, 4])
  expect(chats.told.at(-1)).toEqual({ table: 'conversations', id, row: null })
})

test('what is restored from the trash is listed again', async () => {
  using chats = openChats()
  const id = newId()
  await chats.conversations.create({ id }, signal)
  const idsIn = async (view: 'active' | 'archived' | 'trash') =>
    (await chats.conversations.list({ view, limit: 10 }, signal)).items.map((row) => row.id)

  await chats.conversations.trash({ id }, signal)
  const inTrash = [await idsIn('active'), await idsIn('trash')]
  await chats.conversations.restore({ id }, signal)
  await chats.conversations.change({ id, archived: true }, signal)

  expect(inTrash).toEqual([[], [id]])
  expect([await idsIn('active'), await idsIn('archived'), await idsIn('trash')]).toEqual([[], [id], []])
})

test('pages of the list are the list, newest first, also when several changed in the same millisecond', async () => {
  let at = 0
  using chats = openChats(() => Math.floor(at++ / 3))
  const ids = Array.from({ length: 10 }, newId)
  for (const id of ids) await chats.conversations.create({ id }, signal)
  const whole = await chats.conversations.list({ view: 'active', limit: 100 }, signal)

  const paged = []
  let next: { before?: number; before_id?: string } | null = {}
  while (next !== null) {
    const page = await chats.conversations.list({ view: 'active', limit: 4, ...next }, signal)
    paged.push(...page.items)
    next = page.next
  }

  expect(paged).toEqual(whole.items)
  expect(whole.items.map(({ id }) => id).sort()).toEqual(ids.sort())
  expect(whole.items.map(({ updated_at }) => updated_at)).toEqual(
    whole.items.map(({ updated_at }) => updated_at).sort((a, b) => b - a),
  )
})

test('a conversation kept on this device is not journalled; the change that makes it so is, and all of it once it may be synced', async () => {
  using chats = openChats()
  const id = newId()
  await chats.conversations.create({ id }, signal)
  await chats.conversations.change({ id, local_only: true }, signal)
  const told = journalOf(chats.db).at(-1)
  const question = add(chats.db, messageWith({ conversation_id: id }))
  await chats.conversations.change({ id, title: 'Private' }, signal)
  const before = journalOf(chats.db).length

  await chats.conversations.change({ id, local_only: false }, signal)

  expect(told).toEqual(['put', 'conversation', { local_only: true }])
  expect(before).toBe(2)
  expect(journalOf(chats.db).slice(2)).toEqual([
    ['put', 'conversation', expect.objectContaining({ id, title: 'Private', local_only: false })],
    ['put', 'message', expect.objectContaining({ id: question.id })],
  ])
})

test('a question is journalled at once, an answer when its stream ends and then whole, later changes alone; words are not copied', async () => {
  using chats = openChats()
  const id = newId()
  await chats.conversations.create({ id }, signal)
  const question = add(chats.db, messageWith({ conversation_id: id, text: 'secret question' }))
  const answer = add(
    chats.db,
    messageWith({ conversation_id: id, parent_id: question.id, role: 'assistant', status: 'writing', text: '' }),
  )
  const change = (fields: Parameters<typeof updateMessage>[2]) => chats.db.transact((tx) => updateMessage(tx, answer.id, fields))

  change({ text: 'secret so' })
  change({ text: 'secret so far' })
  const whileWriting = journalOf(chats.db).length
  change({ text: 'secret so far.', status: 'complete', updated_at: 9 })
  await chats.messages.feedback({ id: answer.id, feedback: 'up' }, signal)

  expect(whileWriting).toBe(2)
  expect(journalOf(chats.db).slice(1)).toEqual([
    ['put', 'message', expect.objectContaining({ id: question.id, status: 'complete' })],
    ['put', 'message', expect.objectContaining({ id: answer.id, parent_id: question.id, status: 'complete' })],
    ['put', 'message', { feedback: 'up', updated_at: 7 }],
  ])
  expect(JSON.stringify(journalOf(chats.db))).not.toContain('secret')
  expect(chats.told.filter((change) => change.id === answer.id)).toHaveLength(5)
})

test('a message that was removed is gone for every question about it', async () => {
  using chats = openChats()
  const id = newId()
  await chats.conversations.create({ id }, signal)
  const message = add(chats.db, messageWith({ conversation_id: id }))

  await chats.messages.remove({ id: message.id }, signal)

  expect(() => chats.messages.get({ id: message.id }, signal)).toThrow(code(conversationError.unknownMessage))
  expect(() => chats.messages.select({ id: message.id }, signal)).toThrow(code(conversationError.unknownMessage))
  expect(chats.told.find((change) => change.table === 'messages' && change.row === null)?.id).toBe(message.id)
})

test('a conversation is named after the first line of its first question, until a person names it', async () => {
  using chats = openChats()
  const [named, unnamed, fresh] = [newId(), newId(), newId()]
  await chats.conversations.create({ id: named, title: 'Mine' }, signal)
  await chats.conversations.create({ id: unnamed }, signal)
  const ask = (id: string, firstQuestion: string) =>
    chats.db.transact((tx) => ensureConversation(tx, { id, at: 8, firstQuestion })).title

  expect(ask(named, 'When?')).toBe('Mine')
  expect(ask(unnamed, '\n  When does   the ferry leave?\nAnd from where?')).toBe('When does the ferry leave?')
  expect(ask(unnamed, 'Something else')).toBe('When does the ferry leave?')
  expect(ask(fresh, 'words '.repeat(40))).toBe(`${'words '.repeat(9).trim()}…`)
})

test.each([
  ['a circle', (rows: MessageRow[]) => rows.map((row, n) => ({ ...row, parent_id: rows[(n + 1) % rows.length]?.id ?? null }))],
  ['a missing parent', (rows: MessageRow[]) => rows.slice(1)],
  ['the same id twice', (rows: MessageRow[]) => [...rows, ...rows.slice(0, 1)]],
  ['a message of another conversation', (rows: MessageRow[]) => rows.map((row) => ({ ...row, conversation_id: newId() }))],
])('an export with %s is refused, and nothing of it stays', async (_, damage) => {
  using chats = openChats()
  using other = openChats()
  const id = newId()
  await chats.conversations.create({ id }, signal)
  const question = add(chats.db, messageWith({ conversation_id: id }))
  add(chats.db, messageWith({ conversation_id: id, parent_id: question.id }))
  const exported = await chats.conversations.export({ id }, signal)

  const importing = () => other.conversations.import({ export: { ...exported, messages: damage(exported.messages) } }, signal)

  expect(importing).toThrow(code(conversationError.damagedExport))
  expect(other.db.prepare('SELECT (SELECT count(*) FROM conversations) + (SELECT count(*) FROM journal)').pluck().get()).toBe(0)
})

test('an import lets go of what is not here, keeps tags by their name, and is written by nobody', async () => {
  using chats = openChats()
  using other = openChats()
  const id = newId()
  await chats.conversations.create({ id, collection_ids: [newId()] }, signal)
  const answer = add(chats.db, messageWith({ conversation_id: id, role: 'assistant', status: 'writing' }))
  const exported = await chats.conversations.export({ id }, signal)

  const row = await other.conversations.import({ export: { ...exported, tags: ['Sea', 'sea'] } }, signal)

  expect(row).toMatchObject({ id, collection_ids: [], folder_id: null, selected_leaf_id: answer.id })
  expect(await other.messages.get({ id: answer.id }, signal)).toMatchObject({ status: 'interrupted' })
  expect(other.db.prepare('SELECT name FROM tags').pluck().all()).toEqual(['Sea'])
})

test('a row that cannot be read shows what is left of it and hides neither its conversation nor its neighbours', async () => {
  using chats = openChats()
  const id = newId()
  await chats.conversations.create({ id }, signal)
  const question = add(chats.db, messageWith({ conversation_id: id }))
  const answer = add(chats.db, messageWith({ conversation_id: id, parent_id: question.id, role: 'assistant', text: 'At nine.' }))
  chats.db.transact((tx) => tx.prepare("UPDATE messages SET sources = '{' WHERE id = ?").run(answer.id))
  chats.db.transact((tx) => tx.prepare("UPDATE conversations SET collection_ids = 'x'").run())

  const { items } = await chats.messages.page({ conversation_id: id, limit: 10 }, signal)

  expect(items).toEqual([question, { ...answer, fault: { code: 'messages.unreadable' } }])
  expect((await chats.conversations.list({ view: 'active', limit: 10 }, signal)).items).toHaveLength(1)
})
