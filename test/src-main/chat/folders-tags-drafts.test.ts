import { expect, test } from 'vitest'
import { putCompaction } from '../../../src-main/chat/compactions.ts'
import { createConversationHandlers } from '../../../src-main/chat/conversation-handlers.ts'
import { createDraftHandlers } from '../../../src-main/chat/draft-handlers.ts'
import { forgetAsked } from '../../../src-main/chat/drafts.ts'
import { createFolderHandlers } from '../../../src-main/chat/folder-handlers.ts'
import { insertMessage } from '../../../src-main/chat/messages.ts'
import { createTagHandlers } from '../../../src-main/chat/tag-handlers.ts'
import { conversationError } from '../../../src-shared/desktop/conversations.ts'
import { messageWith, newId } from '../../helpers/conversation-rows.ts'
import { openTestDb } from '../../helpers/test-db.ts'

const signal = new AbortController().signal

function openChats() {
  const db = openTestDb()
  const deps = { db, now: () => 7, newId }
  const kinds = () => db.prepare('SELECT kind FROM journal ORDER BY n').pluck().all()
  return {
    db,
    kinds,
    conversations: createConversationHandlers(deps),
    folders: createFolderHandlers(deps),
    tags: createTagHandlers(deps),
    drafts: createDraftHandlers(deps),
    [Symbol.dispose]: () => db[Symbol.dispose](),
  }
}

const code = (expected: string) => expect.objectContaining({ code: expected })

test('a taken folder name is refused in any case, for a new folder and for a renamed one', async () => {
  using chats = openChats()
  const { folders, kinds } = chats
  const [work, home] = [newId(), newId()]
  await folders.create({ id: work, name: 'Work' }, signal)
  await folders.create({ id: home, name: 'Home' }, signal)

  expect(() => folders.create({ id: newId(), name: 'WORK' }, signal)).toThrow(code(conversationError.folderNameTaken))
  expect(() => folders.rename({ id: home, name: 'work' }, signal)).toThrow(code(conversationError.folderNameTaken))

  expect(await folders.rename({ id: work, name: 'WORK' }, signal)).toMatchObject({ name: 'WORK', position: 0 })
  expect((await folders.list(undefined, signal)).map(({ name }) => name)).toEqual(['WORK', 'Home'])
  expect(kinds()).toEqual(['folder', 'folder', 'folder'])
})

test('removing a folder keeps its conversations and tells that they moved', async () => {
  using chats = openChats()
  const { db, folders, conversations } = chats
  const [folder, chat] = [newId(), newId()]
  await folders.create({ id: folder, name: 'Work' }, signal)
  await conversations.create({ id: chat }, signal)
  await conversations.change({ id: chat, folder_id: folder }, signal)
  const told: unknown[] = []
  db.watch((changes) =>
    told.push(...changes.map(({ table, id, row }) => [table, id, row && 'folder_id' in row ? row.folder_id : row])),
  )

  await folders.remove({ id: folder }, signal)

  expect(await conversations.get({ id: chat }, signal)).toMatchObject({ folder_id: null })
  expect(told).toEqual([
    ['folders', folder, null],
    ['conversations', chat, null],
  ])
  expect(() => folders.remove({ id: folder }, signal)).toThrow(code(conversationError.unknownFolder))
})

test('tags of a conversation are replaced whole; one that is not there changes nothing', async () => {
  using chats = openChats()
  const { tags, conversations } = chats
  const [chat, sea, land] = [newId(), newId(), newId()]
  await conversations.create({ id: chat }, signal)
  await tags.create({ id: sea, name: 'Sea' }, signal)
  await tags.create({ id: land, name: 'Land' }, signal)
  const names = async () => (await tags.of({ conversation_id: chat }, signal)).map(({ name }) => name)

  await tags.assign({ conversation_id: chat, tag_ids: [sea, sea] }, signal)
  const first = await names()
  await tags.assign({ conversation_id: chat, tag_ids: [land] }, signal)

  expect(() => tags.assign({ conversation_id: chat, tag_ids: [newId()] }, signal)).toThrow(code(conversationError.unknownTag))
  expect(() => tags.create({ id: newId(), name: 'SEA' }, signal)).toThrow(code(conversationError.tagNameTaken))
  expect([first, await names()]).toEqual([['Sea'], ['Land']])
})

test('removing a tag takes it off its conversations', async () => {
  using chats = openChats()
  const { tags, conversations } = chats
  const [chat, sea] = [newId(), newId()]
  await conversations.create({ id: chat }, signal)
  await tags.create({ id: sea, name: 'Sea' }, signal)
  await tags.assign({ conversation_id: chat, tag_ids: [sea] }, signal)

  await tags.remove({ id: sea }, signal)

  expect(await tags.of({ conversation_id: chat }, signal)).toEqual([])
  expect(() => tags.remove({ id: sea }, signal)).toThrow(code(conversationError.unknownTag))
})

test('a draft is kept until it is empty, also for the chat that does not exist yet, and never leaves the device', async () => {
  using chats = openChats()
  const { db, drafts, kinds } = chats

  await drafts.put({ id: 'new', text: 'half a' }, signal)
  await drafts.put({ id: 'new', text: 'half a thought' }, signal)
  const kept = await drafts.get({ id: 'new' }, signal)
  await drafts.put({ id: 'new', text: '' }, signal)

  expect([kept, await drafts.get({ id: 'new' }, signal)]).toEqual(['half a thought', ''])
  expect(db.prepare('SELECT count(*) FROM drafts').pluck().get()).toBe(0)
  expect(kinds()).toEqual([])
})

test('the draft that a question was goes with the commit of the question; other words stay', async () => {
  using chats = openChats()
  const { db, drafts, conversations } = chats
  const [chat, other] = [newId(), newId()]
  for (const id of [chat, other]) await conversations.create({ id }, signal)
  const first = messageWith({ conversation_id: chat, text: 'How long?' })
  const version = messageWith({ conversation_id: chat, text: 'How wide?' })
  await drafts.put({ id: 'new', text: ' How long? \n' }, signal)
  await drafts.put({ id: other, text: 'How long?' }, signal)

  db.transact((tx) => forgetAsked(tx, insertMessage(tx, first), true))
  await drafts.put({ id: first.id, text: 'How wide?' }, signal)
  await drafts.put({ id: chat, text: 'And how high?' }, signal)
  const beingWritten = await drafts.ofQuestions({ conversation_id: chat }, signal)
  db.transact((tx) => forgetAsked(tx, insertMessage(tx, version), false))

  expect(beingWritten).toEqual({ [first.id]: 'How wide?' })
  const kept = ['new', other, first.id, chat].map((id) => drafts.get({ id }, signal))
  expect(kept).toEqual(['', 'How long?', '', 'And how high?'])
})

test('a form that is open has a draft of its own, and nothing that was typed outlives the chat it was about', async () => {
  using chats = openChats()
  const { db, drafts, conversations } = chats
  const [chat, summary] = [newId(), newId()]
  await conversations.create({ id: chat }, signal)
  const question = db.transact((tx) => insertMessage(tx, messageWith({ conversation_id: chat })))
  db.transact((tx) =>
    putCompaction(tx, {
      ...{ id: summary, conversation_id: chat, message_id: question.id, messages: 1, text: 'Pumps.' },
      ...{ source: 'auto', model_id: null, created_at: 1, updated_at: 1 },
    }),
  )
  for (const id of ['form.persona', chat, question.id, summary] as const) await drafts.put({ id, text: 'half' }, signal)

  await conversations.trash({ id: chat }, signal)
  await conversations.purge({ id: chat }, signal)

  expect(db.prepare('SELECT id FROM drafts').pluck().all()).toEqual(['form.persona'])
})
