import { insertConversation } from '../../src-main/chat/conversations.ts'
import { selectLeaf } from '../../src-main/chat/message-tree.ts'
import { insertMessage } from '../../src-main/chat/messages.ts'
import type { WriteDb } from '../../src-main/db/database.ts'
import { conversationWith, messageWith } from '../helpers/conversation-rows.ts'
import { seeded } from '../helpers/seeded.ts'
import { makePassages } from './bench-texts.ts'
import { openBenchStore } from './open-bench-store.ts'

const conversations = 2_000
const messages = 100_000
/** Messages of the longest conversation. */
export const longest = 10_000

export interface FilledChat {
  readonly id: string
  /** Its newest message. */
  readonly leafId: string
}

/** 100,000 messages in 2,000 conversations: all but the first of the list have about 45 each, that one has `longest`. As listed. */
export async function fillChats(folder: string, texts = makePassages(200)): Promise<readonly FilledChat[]> {
  await using store = await openBenchStore(folder)
  const random = seeded(11)
  const text = (): string => texts[Math.floor(random() * texts.length)] ?? ''
  const each = Math.floor((messages - longest) / (conversations - 1))
  const more = messages - longest - each * (conversations - 1)
  const filled: FilledChat[] = []
  for (let from = 0; from < conversations - 1; from += 100)
    store.db.transact((tx) => {
      for (let n = from; n < Math.min(from + 100, conversations - 1); n++)
        filled.push(add(tx, { n, count: n < more ? each + 1 : each, text }))
    })
  filled.push(store.db.transact((tx) => add(tx, { n: conversations, count: longest, text })))
  return filled.reverse()
}

interface Filled {
  readonly n: number
  readonly count: number
  readonly text: () => string
}

function add(tx: WriteDb, { n, count, text }: Filled): FilledChat {
  const at = 1_700_000_000_000 + n * 1_000_000
  const { id } = insertConversation(tx, conversationWith({ created_at: at, updated_at: at }))
  let parent: string | null = null
  for (let m = 0; m < count; m++) {
    const role = m % 2 === 0 ? 'user' : 'assistant'
    const fields = { conversation_id: id, role, text: text(), created_at: at + m, updated_at: at + m } as const
    parent = insertMessage(tx, messageWith({ ...fields, parent_id: parent })).id
  }
  if (parent === null) throw new RangeError('a conversation needs messages')
  selectLeaf(tx, id, { leafId: parent, at: at + count })
  return { id, leafId: parent }
}
