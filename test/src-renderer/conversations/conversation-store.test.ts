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
  await page.state().pin(id, true)

  expect(page.state().rows.get(id)).toMatchObject({ title: 'Second', title_source: 'user', pinned: true })
})

test('what the core refuses is taken back, and the fault is heard', async () => {
  using page = open()
  const id = await page.make('Kept')

  const choosing = page.state().choose(id, { collection_ids: Array.from({ length: 51 }, newId) })

  await expect(choosing).rejects.toMatchObject({ code: 'invalid_input' })
  expect(page.state().rows.get(id)?.collection_ids).toEqual([])
})

test('a chat goes to the trash and comes back', async () => {
  using page = open()
  const id = await page.make('Kept')

  await page.state().trash(id)
  expect(page.state().rows.get(id)?.deleted_at).toBe(7)
  await page.state().restore(id)

  expect(page.state().rows.get(id)?.deleted_at).toBeNull()
})

test('a chat that is gone elsewhere goes here, and renaming it then says so', async () => {
  using page = open()
  const id = await page.make('Short')

  page.state().changed(id, null)

  expect(page.state().rows.has(id)).toBe(false)
  await expect(page.state().rename(newId(), 'Nobody')).rejects.toMatchObject({ code: conversationError.unknown })
})
