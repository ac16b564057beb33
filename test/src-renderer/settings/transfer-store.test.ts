import { expect, test } from 'vitest'
import { insertConversation } from '../../../src-main/chat/conversations.ts'
import { insertMessage } from '../../../src-main/chat/messages.ts'
import { composeTransfer } from '../../../src-main/core/compose-transfer.ts'
import { createTransferStore, type TransferWork } from '../../../src-renderer/settings/transfer-store.ts'
import { transfer, transferError } from '../../../src-shared/desktop/transfer.ts'
import { conversationWith, messageWith, newId } from '../../helpers/conversation-rows.ts'
import { openTestDb } from '../../helpers/test-db.ts'
import { serveFeatures } from '../serve-features.ts'

function openStore(chats = 0) {
  const db = openTestDb()
  db.transact((tx) => {
    for (let n = 0; n < chats; n++) {
      const chat = insertConversation(tx, conversationWith({ title: `Chat ${n}` }))
      insertMessage(tx, messageWith({ conversation_id: chat.id }))
    }
  })
  const { api } = serveFeatures({ transfer }, { transfer: composeTransfer({ db, now: () => 1, newId }) })
  const store = createTransferStore({ api })
  const works: (TransferWork | null)[] = []
  store.subscribe(({ work }) => works.push(work))
  return { store, works }
}

const fileOf = (blob: Blob) => ({ name: 'library.jsonl', arrayBuffer: () => blob.arrayBuffer() })

test('what one store exports another imports, with its progress told chat by chat', async () => {
  const [here, there] = [openStore(3), openStore()]

  const blob = await here.store.getState().exportAll('hearth')
  if (blob) await there.store.getState().importFile(fileOf(blob))

  expect(here.works).toContainEqual({ kind: 'export', done: 3, total: 3 })
  expect(there.works).toContainEqual({ kind: 'import', done: 2, total: 3 })
  expect(there.store.getState()).toMatchObject({ work: null, stoppedAt: null, report: { added: 3, messages: 3 } })
})

test('an import that is stopped says how far it came, an export gives no half of a file', async () => {
  const [here, there] = [openStore(40), openStore()]
  const blob = await here.store.getState().exportAll('hearth')
  there.store.subscribe(({ work }) => work?.done === 5 && there.store.getState().stop())
  here.store.subscribe(({ work }) => work?.done === 5 && here.store.getState().stop())

  if (blob) await there.store.getState().importFile(fileOf(blob))
  const half = await here.store.getState().exportAll('markdown')

  expect(there.store.getState()).toMatchObject({ work: null, report: null, stoppedAt: 5 })
  expect(half).toBeNull()
})

test('a file that is none leaves no progress behind and says why', async () => {
  const { store } = openStore()

  await expect(store.getState().importFile(fileOf(new Blob(['no chats'])))).rejects.toMatchObject({
    code: transferError.unreadable,
  })

  expect(store.getState()).toMatchObject({ work: null, report: null, stoppedAt: null })
})
