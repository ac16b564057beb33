import { insertConversation } from '../../src-main/chat/conversations.ts'
import { insertMessage } from '../../src-main/chat/messages.ts'
import { conversationWith, messageWith } from '../helpers/conversation-rows.ts'
import { openTempStore } from '../helpers/temp-store.ts'

/** Commits so many questions one by one, for somebody who counts what the system is asked to write through. */
const [folder = '', count = '0'] = process.argv.slice(2)

await using store = await openTempStore(folder)
const { id } = store.db.transact((tx) => insertConversation(tx, conversationWith()))
for (let n = 0; n < Number(count); n++) {
  store.db.transact((tx) => insertMessage(tx, messageWith({ conversation_id: id, text: `question ${n}` })))
}
