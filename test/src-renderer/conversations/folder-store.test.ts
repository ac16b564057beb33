import { expect, test } from 'vitest'
import { insertConversation } from '../../../src-main/chat/conversations.ts'
import { createFolderHandlers } from '../../../src-main/chat/folder-handlers.ts'
import { createTagHandlers } from '../../../src-main/chat/tag-handlers.ts'
import { createFolderStore, inOrder } from '../../../src-renderer/conversations/folder-store.ts'
import { createTagStore } from '../../../src-renderer/conversations/tag-store.ts'
import { conversationError, folders, tags } from '../../../src-shared/desktop/conversations.ts'
import { newId } from '../../../src-shared/ids.ts'
import { conversationWith } from '../../helpers/conversation-rows.ts'
import { openTestDb } from '../../helpers/test-db.ts'
import { serveFeatures } from '../serve-features.ts'

function open() {
  const db = openTestDb()
  const deps = { db, now: () => 7, newId }
  const { api, end } = serveFeatures({ folders, tags }, { folders: createFolderHandlers(deps), tags: createTagHandlers(deps) })
  const [folderStore, tagStore] = [createFolderStore({ api, newId }), createTagStore({ api, newId })]
  return {
    api,
    folders: () => folderStore.getState(),
    tags: () => tagStore.getState(),
    order: () => inOrder(folderStore.getState().rows.values()).map(({ name }) => name),
    chat: () => db.transact((tx) => insertConversation(tx, conversationWith())).id,
    [Symbol.dispose]() {
      end()
      db[Symbol.dispose]()
    },
  }
}

test('a removed folder comes back under its own id, at its own place', async () => {
  using page = open()
  for (const name of ['A', 'B', 'C']) await page.folders().create(name)
  const [, middle] = inOrder(page.folders().rows.values())

  const undo = await page.folders().remove(middle?.id ?? '')
  const without = page.order()
  await undo()

  expect([without, page.order()]).toEqual([
    ['A', 'C'],
    ['A', 'B', 'C'],
  ])
  expect(page.folders().rows.has(middle?.id ?? '')).toBe(true)
})

test('a name that is taken is refused and the folder keeps its own', async () => {
  using page = open()
  await page.folders().create('Work')
  const id = await page.folders().create('Home')

  await expect(page.folders().rename(id, 'work')).rejects.toMatchObject({ code: conversationError.folderNameTaken })
  expect(page.folders().rows.get(id)?.name).toBe('Home')
})

test('a tag is put on chats and off again, one by one, and the others stay', async () => {
  using page = open()
  const [one, two] = [page.chat(), page.chat()]
  const sea = await page.tags().create('Sea')
  const land = await page.tags().create('Land')

  await page.tags().mark([one, two], sea, true)
  await page.tags().mark([one], land, true)
  await page.tags().mark([one], sea, false)
  await page.tags().reread()

  expect(page.tags().tagged.get(one)).toEqual([land])
  expect(page.tags().tagged.get(two)).toEqual([sea])
})

test('a tag that is done away with is off every chat', async () => {
  using page = open()
  const chat = page.chat()
  const sea = await page.tags().create('Sea')
  await page.tags().mark([chat], sea, true)

  await page.tags().remove(sea)

  expect([page.tags().rows.size, page.tags().tagged.get(chat)]).toEqual([0, []])
  expect(await page.api.tags.assigned()).toEqual([])
})

test('a tag that another window has put on a chat stays on it when this one puts on its own', async () => {
  using page = open()
  const chat = page.chat()
  const sea = await page.tags().create('Sea')
  const { id: land } = await page.api.tags.create({ id: newId(), name: 'Land' })
  await page.api.tags.assign({ conversation_id: chat, tag_ids: [land] })

  await page.tags().mark([chat], sea, true)

  expect((await page.api.tags.assigned()).map(({ tag_ids }) => tag_ids.toSorted())).toEqual([[sea, land].toSorted()])
})

test('what changes of the tags while they are read stays changed', async () => {
  using page = open()
  const chat = page.chat()
  const sea = await page.tags().create('Sea')
  await page.tags().mark([chat], sea, true)
  const land = { ...(await page.api.tags.create({ id: newId(), name: 'Land' })) }

  const reading = page.tags().reread()
  page.tags().changed(land.id, { ...land, name: 'Shore' })
  page.tags().assigned(chat, { tag_ids: [land.id] })
  await reading

  expect([page.tags().rows.get(land.id)?.name, page.tags().tagged.get(chat)]).toEqual(['Shore', [land.id]])
})
