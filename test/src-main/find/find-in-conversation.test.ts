import { expect, test } from 'vitest'
import { insertConversation } from '../../../src-main/chat/conversations.ts'
import { selectLeaf } from '../../../src-main/chat/message-tree.ts'
import { insertMessage } from '../../../src-main/chat/messages.ts'
import { createFindHandlers } from '../../../src-main/find/find-handlers.ts'
import { conversationWith, messageWith } from '../../helpers/conversation-rows.ts'
import { openTestDb } from '../../helpers/test-db.ts'

const signal = new AbortController().signal

test('every message of the shown branch is counted, oldest first, however long the branch; other branches are not', async () => {
  using db = openTestDb()
  const { id } = db.transact((tx) => insertConversation(tx, conversationWith()))
  const ids = db.transact((tx) => {
    let parent: string | null = null
    return Array.from({ length: 700 }, (_, n) => {
      const text = n % 100 === 0 ? 'The Café, and the **ca**fe again' : 'Nothing'
      parent = insertMessage(tx, messageWith({ conversation_id: id, parent_id: parent, text })).id
      return parent
    })
  })
  db.transact((tx) => {
    insertMessage(tx, messageWith({ conversation_id: id, parent_id: ids[300] ?? null, text: 'cafe' }))
    selectLeaf(tx, id, { leafId: ids.at(-1) ?? '', at: 1 })
  })

  const found = await createFindHandlers({ db }).inConversation({ conversation_id: id, text: 'cafe' }, signal)

  expect(found.items).toEqual([0, 100, 200, 300, 400, 500, 600].map((n) => ({ message_id: ids[n], matches: 2 })))
  expect(found).toMatchObject({ total: 14, is_capped: false })
})

test('of blanks alone nothing is found', async () => {
  using db = openTestDb()
  const { id } = db.transact((tx) => insertConversation(tx, conversationWith()))
  db.transact((tx) => insertMessage(tx, messageWith({ conversation_id: id, text: 'a b' })))

  const found = await createFindHandlers({ db }).inConversation({ conversation_id: id, text: ' ' }, signal)

  expect(found).toEqual({ items: [], total: 0, is_capped: false })
})
