import { expect, test } from 'vitest'
import { createConversationHandlers } from '../../../src-main/chat/conversation-handlers.ts'
import { createConversationStore } from '../../../src-renderer/conversations/conversation-store.ts'
import { conversationError, conversations } from '../../../src-shared/desktop/conversations.ts'
import { newId } from '../../../src-shared/ids.ts'
import { openTestDb } from '../../helpers/test-db.ts'
import { serveFeatures } from '../serve-features.ts'

function open() {
  const db = openTestDb()
  const handlers = createConversationHandlers({ db, now: () => 7, newId })
  const { api, end } = serveFeatures({ conversations }, { conversations: handlers })
  const store = createConversationStore({ api })
  return {
    api,
    state: () => store.getState(),
    async make(title: string): Promise<string> {
      const row = await api.conversations.create({ id: newId(), title })
      store.getState().changed(row.id, row)
      return row.id
    },
    [Symbol.dispose]() {
      end()
      db[Symbol.dispose]()
    },
  }
}

test('all chats are read, also beyond one page', async () => {
  using page = open()
  for (let index = 0; index < 520; index++) await page.api.conversations.create({ id: newId(), title: `Chat ${index}` })

  await page.state().reread()

  expect(page.state().rows.size).toBe(520)
  expect(page.state().isLoaded).toBe(true)
})

test('renaming and pinning show at once, before the core has answered', async () => {
  using page = open()
  const id = await page.make('First')

  const renaming = page.state().rename(id, 'Second')
  expect(page.state().rows.get(id)?.title).toBe('Second')
  await renaming
  await page.state().organise([id], { pinned: true })

  expect(page.state().rows.get(id)).toMatchObject({ title: 'Second', title_source: 'user', pinned: true })
})

test('what the core refuses is taken back, and the fault is heard', async () => {
  using page = open()
  const id = await page.make('Kept')

  const choosing = page.state().choose(id, { collection_ids: Array.from({ length: 51 }, newId) })

  await expect(choosing).rejects.toMatchObject({ code: 'invalid_input' })
  expect(page.state().rows.get(id)?.collection_ids).toEqual([])
})

test('many chats move at once, also more than the core takes in one call, and each goes back to where it lay', async () => {
  using page = open()
  const ids: string[] = []
  for (let index = 0; index < 130; index++) ids.push(await page.make(`Chat ${index}`))
  const [first = '', second = ''] = ids
  await page.state().organise([first], { pinned: true })

  const undo = await page.state().organise(ids, { in_trash: true, pinned: false })
  const trashed = await page.api.conversations.list({ view: 'trash', limit: 500 })
  await undo()

  expect(trashed.items.length).toBe(130)
  expect((await page.api.conversations.list({ view: 'trash' })).items).toEqual([])
  expect(await page.api.conversations.get({ id: first })).toMatchObject({ pinned: true, deleted_at: null })
  expect(await page.api.conversations.get({ id: second })).toMatchObject({ pinned: false, deleted_at: null })
  expect(page.state().rows.get(first)).toMatchObject({ pinned: true, deleted_at: null })
})

test('chats that could not be moved show where they are', async () => {
  using page = open()
  const id = await page.make('Kept')

  const moving = page.state().organise([id], { folder_id: newId() })

  await expect(moving).rejects.toMatchObject({ code: conversationError.unknownFolder })
  expect(page.state().rows.get(id)?.folder_id).toBeNull()
})

test('the archive is read when it is asked for, and read again after a lost connection', async () => {
  using page = open()
  const { id } = await page.api.conversations.create({ id: newId(), title: 'Away' })
  await page.api.conversations.organise({ ids: [id], archived: true })
  await page.state().reread()
  const before = page.state().rows.size

  await page.state().readView('archived')
  await page.state().reread()

  expect([before, page.state().rows.get(id)?.archived]).toEqual([0, true])
})

test('erasing takes chats of the trash away for good', async () => {
  using page = open()
  const id = await page.make('Gone')
  await page.state().organise([id], { in_trash: true })

  await page.state().erase([id])

  expect(page.state().rows.has(id)).toBe(false)
  await expect(page.api.conversations.get({ id })).rejects.toMatchObject({ code: conversationError.unknown })
})

test('a trash that is emptied in two windows is empty in both, without a fault; what was restored meanwhile is said', async () => {
  using page = open()
  const [gone, there, restored] = [await page.make('Gone'), await page.make('There'), await page.make('Restored')]
  await page.state().organise([gone, there], { in_trash: true })
  await page.api.conversations.purge({ id: gone })

  await page.state().erase([gone, there])

  expect([gone, there].map((id) => page.state().rows.has(id))).toEqual([false, false])
  await expect(page.state().erase([restored])).rejects.toMatchObject({ code: conversationError.notInTrash })
  expect(page.state().rows.has(restored)).toBe(true)
})

test('a row that is told as it is already shown draws nothing again', async () => {
  using page = open()
  const id = await page.make('Still')
  const before = page.state().rows

  page.state().changed(id, { ...(await page.api.conversations.get({ id })) })

  expect(page.state().rows).toBe(before)
})

test('a chat that is gone elsewhere goes here, and renaming it then says so', async () => {
  using page = open()
  const id = await page.make('Short')

  page.state().changed(id, null)

  expect(page.state().rows.has(id)).toBe(false)
  await expect(page.state().rename(newId(), 'Nobody')).rejects.toMatchObject({ code: conversationError.unknown })
})

test('an archived chat that was opened is still known after everything is read again, as it is now', async () => {
  using page = open()
  const { id } = await page.api.conversations.create({ id: newId(), title: 'Away' })
  await page.api.conversations.organise({ ids: [id], archived: true })
  await page.state().read(id)
  await page.api.conversations.change({ id, title: 'Renamed elsewhere' })

  await page.state().reread()

  expect(page.state().rows.get(id)).toMatchObject({ archived: true, title: 'Renamed elsewhere' })
  await page.api.conversations.organise({ ids: [id], in_trash: true })
  await page.api.conversations.purge({ id })
  await page.state().reread()
  expect(page.state().rows.has(id)).toBe(false)
})

test('what changes while all chats are read stays changed', async () => {
  using page = open()
  const kept = await page.make('Kept')
  const gone = await page.make('Gone')

  const reading = page.state().reread()
  page.state().changed(gone, null)
  page.state().changed(kept, { ...(await page.api.conversations.get({ id: kept })), title: 'Newer' })
  await reading

  expect([page.state().rows.get(kept)?.title, page.state().rows.has(gone)]).toEqual(['Newer', false])
})

test('a chat that was erased elsewhere does not come back because it was pinned or renamed here meanwhile', async () => {
  using page = open()
  const id = await page.make('Gone')
  await page.api.conversations.organise({ ids: [id], in_trash: true })
  await page.api.conversations.purge({ id })

  const reading = page.state().reread()
  await page.state().organise([id], { pinned: true })
  await expect(page.state().rename(id, 'Here')).rejects.toMatchObject({ code: conversationError.unknown })
  await reading

  expect(page.state().rows.has(id)).toBe(false)
})

test('what the core told while it was asked stays when it refuses', async () => {
  using page = open()
  const id = await page.make('Mine')

  const told = { ...(await page.api.conversations.get({ id })), title: 'Told' }

  const moving = page.state().organise([id], { folder_id: newId() })
  page.state().changed(id, told)

  await expect(moving).rejects.toMatchObject({ code: conversationError.unknownFolder })
  expect(page.state().rows.get(id)?.title).toBe('Told')
})

test('an archive that is opened while all chats are read is still there when they are', async () => {
  using page = open()
  const { id } = await page.api.conversations.create({ id: newId(), title: 'Away' })
  await page.api.conversations.organise({ ids: [id], archived: true })
  // More than a page: all of them are there later than the archive.
  for (let n = 0; n <= 500; n++) await page.api.conversations.create({ id: newId(), title: `Chat ${n}` })

  const reading = page.state().reread()
  await Promise.all([reading, page.state().readView('archived')])

  expect(page.state().rows.get(id)?.archived).toBe(true)
})

test('a chat that is archived while it is open is still known after everything is read again', async () => {
  using page = open()
  const id = await page.make('Open')
  await page.state().read(id)
  await page.api.conversations.organise({ ids: [id], archived: true })

  await page.state().reread()

  expect(page.state().rows.get(id)?.archived).toBe(true)
})
