import { expect, test } from 'vitest'
import { createFindStore, foundAt } from '../../../src-renderer/find/find-store.ts'
import { type ConversationMatches, find } from '../../../src-shared/desktop/find.ts'
import { newId } from '../../helpers/conversation-rows.ts'
import { serveFeatures } from '../serve-features.ts'

const none = { items: [], total: 0, is_capped: false }
const [first, second, third] = [newId(), newId(), newId()]

const matchesIn = (...items: [string, number][]): ConversationMatches => ({
  items: items.map(([message_id, matches]) => ({ message_id, matches })),
  total: items.reduce((sum, [, matches]) => sum + matches, 0),
  is_capped: false,
})

function openFind(answers: ConversationMatches[]) {
  const inConversation = (): ConversationMatches => answers.shift() ?? none
  const everything = () => ({ conversations: none, messages: none, documents: none })
  const { api } = serveFeatures({ find }, { find: { inConversation, everything } })
  return createFindStore({ api })
}

test('it begins at the newest match, and goes round in both directions', async () => {
  const store = openFind([matchesIn([first, 2], [second, 1])])
  await store.getState().write(newId(), 'pump')
  expect(foundAt(store.getState())).toEqual({ messageId: second, nth: 0 })

  store.getState().step(-1)
  expect(foundAt(store.getState())).toEqual({ messageId: first, nth: 1 })
  store.getState().step(1)
  store.getState().step(1)
  expect(foundAt(store.getState())).toEqual({ messageId: first, nth: 0 })
})

test('the same text asked again stays at its match, though others came before it; a match that is gone is left', async () => {
  const store = openFind([matchesIn([first, 1], [second, 3]), matchesIn([third, 4], [second, 3]), matchesIn([third, 4])])
  await store.getState().write(newId(), 'pump')
  store.getState().step(-1)

  await store.getState().write(newId(), 'pump')
  expect(foundAt(store.getState())).toEqual({ messageId: second, nth: 1 })

  await store.getState().write(newId(), 'pump')
  expect(foundAt(store.getState())).toEqual({ messageId: third, nth: 3 })
})

test('what is typed or stepped to comes into view; the same asked again, as after each answer, moves nothing', async () => {
  const store = openFind([matchesIn([first, 1], [second, 1]), matchesIn([first, 1], [second, 1], [third, 1])])
  const chat = newId()
  await store.getState().write(chat, 'pump')
  const typed = store.getState().landing

  await store.getState().write(chat, 'pump')

  expect(typed).toEqual({ messageId: second, nth: 0 })
  expect(store.getState().found?.total).toBe(3)
  expect(store.getState().landing).toBe(typed)
  store.getState().step(1)
  expect(store.getState().landing).toEqual({ messageId: third, nth: 0 })
})

test('going to another chat with the bar open moves nothing there', async () => {
  const store = openFind([matchesIn([first, 1]), matchesIn([second, 1])])
  store.getState().open()
  await store.getState().write(newId(), 'pump')

  await store.getState().write(newId(), 'pump')

  expect(store.getState().found?.items).toEqual([{ message_id: second, matches: 1 }])
  expect(store.getState().landing).toBeNull()
})

test('opened again, the newest match of the words in the field comes into view', async () => {
  const store = openFind([matchesIn([first, 1]), matchesIn([first, 1], [second, 1])])
  store.getState().open()
  await store.getState().write(newId(), 'pump')
  store.getState().close()

  store.getState().open()
  await store.getState().write(newId(), 'pump')

  expect(store.getState().landing).toEqual({ messageId: second, nth: 0 })
})

test('an emptied field and a chat that does not exist yet have no matches', async () => {
  const store = openFind([matchesIn([first, 1])])
  await store.getState().write(newId(), 'pump')

  await store.getState().write(newId(), '  ')
  expect(store.getState().found).toBeNull()
  await store.getState().write(null, 'pump')
  expect(store.getState().found).toBeNull()
})
