import { writeSync } from 'node:fs'
import { exportConversation } from '../../src-main/chat/conversation-export.ts'
import { importConversation } from '../../src-main/chat/conversation-import.ts'
import { eraseConversation, insertConversation, knownConversation } from '../../src-main/chat/conversations.ts'
import { removeMessage, selectLeaf } from '../../src-main/chat/message-tree.ts'
import { insertMessage, updateMessage } from '../../src-main/chat/messages.ts'
import type { Store } from '../../src-main/db/open-store.ts'
import { conversationWith, messageWith, newId } from './conversation-rows.ts'
import { openTempStore } from './temp-store.ts'

/**
 * A process that writes to a store until it is killed. A line on its output is an acknowledgement: what it says has been
 * committed. `put <message> <text>`, `gone <message>`, `backup`, `restored`. Before it takes
 * something away it says so (`removing <message>`, `restoring`): until that is acknowledged either state is right.
 */
const [folder = '', seed = '1'] = process.argv.slice(2)
const acknowledge = (line: string): void => void writeSync(1, `${line}\n`)

const store = await openTempStore(folder)
acknowledge('open')
for (let n = 0; ; n++) await step(store, n + Number(seed))

async function step(target: Store, n: number): Promise<void> {
  const conversationId = send(target, n)
  if (n % 3 === 0) importCopy(target, conversationId)
  if (n % 4 === 0) removeHalf(target, conversationId)
  if (n % 5 === 0) erase(target, conversationId)
  if (n % 8 === 0) await target.backups.create('daily').then(() => acknowledge('backup'))
  if (n % 12 === 0) await restoreNewest(target)
}

function send({ db }: Store, n: number): string {
  const question = messageWith({ conversation_id: newId(), text: `question ${n}` })
  const reply = messageWith({
    conversation_id: question.conversation_id,
    parent_id: question.id,
    role: 'assistant',
    status: 'writing',
    text: '',
  })
  db.transact((tx) => {
    insertConversation(tx, conversationWith({ id: question.conversation_id }))
    insertMessage(tx, question)
    insertMessage(tx, reply)
    selectLeaf(tx, question.conversation_id, { leafId: reply.id, at: 2 })
  })
  acknowledge(`put ${question.id} ${question.text}`)
  for (let words = 1; words <= 4; words++) {
    const text = `answer ${n} `.repeat(words * 50).trim()
    db.transact((tx) => updateMessage(tx, reply.id, { text }))
    acknowledge(`put ${reply.id} ${text}`)
  }
  db.transact((tx) => updateMessage(tx, reply.id, { status: 'complete' }))
  return question.conversation_id
}

function importCopy({ db }: Store, conversationId: string): void {
  const exported = exportConversation(db, conversationId)
  const copy = db.transact((tx) => importConversation(tx, exported, { newId, at: 3 }))
  for (const { id, text } of exportConversation(db, copy.id).messages) acknowledge(`put ${id} ${text}`)
}

function removeHalf({ db }: Store, conversationId: string): void {
  const [, reply] = exportConversation(db, conversationId).messages
  if (reply === undefined) return
  acknowledge(`removing ${reply.id}`)
  db.transact((tx) => removeMessage(tx, reply.id, 4))
  acknowledge(`gone ${reply.id}`)
}

function erase({ db }: Store, conversationId: string): void {
  const { messages } = exportConversation(db, conversationId)
  for (const { id } of messages) acknowledge(`removing ${id}`)
  db.transact((tx) => eraseConversation(tx, knownConversation(tx, conversationId), 5))
  for (const { id } of messages) acknowledge(`gone ${id}`)
}

/** From here on an acknowledgement of before may be undone: whoever reads them starts anew. */
async function restoreNewest(target: Store): Promise<void> {
  const [newest] = target.backups.list()
  if (newest === undefined) return
  acknowledge('restoring')
  await target.restore(newest.path)
  acknowledge('restored')
}
