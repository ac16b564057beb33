import { expect, test } from 'vitest'
import { createConversationHandlers } from '../../../src-main/chat/conversation-handlers.ts'
import { insertConversation } from '../../../src-main/chat/conversations.ts'
import { createFolderHandlers } from '../../../src-main/chat/folder-handlers.ts'
import { createTagHandlers } from '../../../src-main/chat/tag-handlers.ts'
import { conversationError } from '../../../src-shared/desktop/conversations.ts'
import { conversationWith, newId } from '../../helpers/conversation-rows.ts'
import { openTestDb } from '../../helpers/test-db.ts'

const signal = new AbortController().signal

function openChats() {
  const db = openTestDb()
  const deps = { db, now: () => 7, newId }
  return {
    db,
    add: (updated_at: number) => db.transact((tx) => insertConversation(tx, conversationWith({ updated_at }))).id,
    conversations: createConversationHandlers(deps),
    folders: createFolderHandlers(deps),
    tags: createTagHandlers(deps),
    [Symbol.dispose]: () => db[Symbol.dispose](),
  }
}

test('tidying up leaves every chat at its day: moving, pinning, renaming, the trash and back', async () => {
  using chats = openChats()
  const { conversations, folders } = chats
  const [id, folder] = [chats.add(3), newId()]
  await folders.create({ id: folder, name: 'Work' }, signal)

  await conversations.organise({ ids: [id], folder_id: folder, pinned: true, in_trash: true }, signal)
  await conversations.restore({ id }, signal)
  await conversations.change({ id, title: 'Ferries' }, signal)

  expect(await conversations.get({ id }, signal)).toMatchObject({
    folder_id: folder,
    pinned: true,
    deleted_at: null,
    title: 'Ferries',
    updated_at: 3,
  })
})

test('many chats are organised in one commit: each is journalled and told, one that is gone meanwhile is passed over', async () => {
  using chats = openChats()
  const ids = [chats.add(1), chats.add(2)]
  const told: string[][] = []
  chats.db.watch((changes) => told.push(changes.map(({ id }) => id)))

  const rows = await chats.conversations.organise({ ids: [...ids, newId()], archived: true }, signal)

  expect(rows.map(({ id, archived }) => [id, archived])).toEqual(ids.map((id) => [id, true]))
  expect(told).toEqual([ids])
  expect(chats.db.prepare(`SELECT count(*) FROM journal WHERE args LIKE '%archived":true%'`).pluck().get()).toBe(2)
})

test('a folder that is not there moves nothing', async () => {
  using chats = openChats()
  const id = chats.add(1)

  const moving = () => chats.conversations.organise({ ids: [id], folder_id: newId(), pinned: true }, signal)

  expect(moving).toThrow(expect.objectContaining({ code: conversationError.unknownFolder }))
  expect(await chats.conversations.get({ id }, signal)).toMatchObject({ folder_id: null, pinned: false })
})

test('a folder moves before another or last, and the order stays', async () => {
  using chats = openChats()
  const { folders } = chats
  const ids = [newId(), newId(), newId()] as const
  for (const [index, id] of ids.entries()) await folders.create({ id, name: `Folder ${index}` }, signal)
  const order = async () => (await folders.list(undefined, signal)).map(({ id }) => ids.indexOf(id))

  await folders.move({ id: ids[2], before_id: ids[0] }, signal)
  const first = await order()
  await folders.move({ id: ids[2], before_id: null }, signal)

  expect([first, await order()]).toEqual([
    [2, 0, 1],
    [0, 1, 2],
  ])
  expect(() => folders.move({ id: newId(), before_id: null }, signal)).toThrow(
    expect.objectContaining({ code: conversationError.unknownFolder }),
  )
})

test('the tags of all chats are listed at once, and what is assigned is told', async () => {
  using chats = openChats()
  const { tags } = chats
  const [sea, land, id] = [newId(), newId(), chats.add(1)]
  chats.add(2)
  await tags.create({ id: sea, name: 'Sea' }, signal)
  await tags.create({ id: land, name: 'Land' }, signal)
  const told: unknown[] = []
  chats.db.watch((changes) => told.push(...changes))

  await tags.assign({ conversation_id: id, tag_ids: [sea, land] }, signal)

  const row = { conversation_id: id, tag_ids: [sea, land] }
  expect(told).toEqual([{ table: 'conversation_tags', id, row }])
  const [tagged, ...more] = await tags.assigned(undefined, signal)
  expect(tagged?.tag_ids.toSorted()).toEqual([sea, land].toSorted())
  expect(more).toEqual([])
})
