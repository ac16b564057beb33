import { expect, test } from 'vitest'
import { createConversationHandlers } from '../../../src-main/chat/conversation-handlers.ts'
import { createDraftHandlers } from '../../../src-main/chat/draft-handlers.ts'
import { createSettingsHandlers } from '../../../src-main/settings/settings-handlers.ts'
import { createDraftStore } from '../../../src-renderer/composer/draft-store.ts'
import { createConversationStore } from '../../../src-renderer/conversations/conversation-store.ts'
import { openLastChat } from '../../../src-renderer/place/open-last-chat.ts'
import { createPlaceStore } from '../../../src-renderer/place/place-store.ts'
import { createSettingsStore } from '../../../src-renderer/settings/settings-store.ts'
import { conversations, drafts } from '../../../src-shared/desktop/conversations.ts'
import { settings } from '../../../src-shared/desktop/settings.ts'
import { newId } from '../../../src-shared/ids.ts'
import { openTestDb } from '../../helpers/test-db.ts'
import { serveFeatures } from '../serve-features.ts'

/** A window that is to begin at the last of two chats. */
async function open() {
  const db = openTestDb()
  const clock = { now: 1 }
  const deps = { db, now: () => clock.now++, newId }
  const handlers = {
    conversations: createConversationHandlers(deps),
    drafts: createDraftHandlers(deps),
    settings: createSettingsHandlers(deps),
  }
  const { api, end } = serveFeatures({ conversations, drafts, settings }, handlers)
  const page = {
    conversations: createConversationStore({ api }),
    drafts: createDraftStore({ api, delayMs: 1 }),
    settings: createSettingsStore({ api }),
    place: createPlaceStore({ state: null, pushState: () => {} }),
  }
  await api.conversations.create({ id: newId(), title: 'Older' })
  const { id: lastId } = await api.conversations.create({ id: newId(), title: 'Last' })
  await page.settings.getState().change({ start_with: 'last_chat' })
  await page.conversations.getState().reread()
  const opened = () => {
    openLastChat(page)
    const { place } = page.place.getState()
    return place.page === 'chat' ? place.conversationId : undefined
  }
  return {
    ...page,
    lastId,
    opened,
    [Symbol.dispose]() {
      end()
      db[Symbol.dispose]()
    },
  }
}

test('a window that is to begin at the last chat does, also where words for a new one were kept', async () => {
  using page = await open()
  await page.drafts.getState().read('new')

  expect(page.opened()).toBe(page.lastId)
})

test('who has begun to write before everything was read is not led away', async () => {
  using page = await open()

  page.drafts.getState().type('new', 'What does')

  expect(page.opened()).toBeNull()
})

test('who is elsewhere, or wants a new chat, stays there', async () => {
  using page = await open()

  page.place.getState().go({ page: 'models' })
  expect(page.opened()).toBeUndefined()
  page.place.getState().go({ page: 'chat', conversationId: null })
  await page.settings.getState().change({ start_with: 'new_chat' })

  expect(page.opened()).toBeNull()
})
