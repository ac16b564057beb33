import { expect, test } from 'vitest'
import { compactionOn, listCompactions, putCompaction } from '../../../src-main/chat/compactions.ts'
import { createConversationHandlers } from '../../../src-main/chat/conversation-handlers.ts'
import { insertConversation } from '../../../src-main/chat/conversations.ts'
import { removeMessage } from '../../../src-main/chat/message-tree.ts'
import { insertMessage } from '../../../src-main/chat/messages.ts'
import { depthOf, saidOn } from '../../../src-main/chat/transcript.ts'
import type { Db } from '../../../src-main/db/database.ts'
import { conversationExport } from '../../../src-shared/desktop/conversations.ts'
import type { CompactionRow } from '../../../src-shared/rows/compaction.ts'
import { conversationWith, messageWith, newId } from '../../helpers/conversation-rows.ts'
import { openTestDb } from '../../helpers/test-db.ts'

const signal = new AbortController().signal

/** A branch of `length` messages, question and answer in turns. */
function branch(db: Db, length: number, { parent_id = null as string | null, conversation_id = newId() } = {}): string[] {
  return db.transact((tx) => {
    if (parent_id === null) insertConversation(tx, conversationWith({ id: conversation_id }))
    let above = parent_id
    return Array.from({ length }, (_, n) => {
      const role = n % 2 === 0 ? ('user' as const) : ('assistant' as const)
      const row = insertMessage(
        tx,
        messageWith({ conversation_id, parent_id: above, role, text: `${role} ${n}`, created_at: n + 1 }),
      )
      above = row.id
      return row.id
    })
  })
}

const conversationOf = (db: Db, messageId: string): string =>
  db.prepare<[string], string>('SELECT conversation_id FROM messages WHERE id = ?').pluck().get(messageId) ?? ''

function compact(db: Db, messageId: string, fields: Partial<CompactionRow> = {}): CompactionRow {
  const row: CompactionRow = {
    ...{ id: newId(), conversation_id: conversationOf(db, messageId), message_id: messageId, messages: depthOf(db, messageId) },
    ...{ text: 'They spoke of boats.', source: 'auto', model_id: 'demo', created_at: 5, updated_at: 5, ...fields },
  }
  return db.transact((tx) => putCompaction(tx, row))
}

const at = (ids: readonly string[], n: number): string => ids.at(n) ?? ''

test('of several on a branch the one nearest its end stands; elsewhere the one that is on that branch, or none', () => {
  using db = openTestDb()
  const main = branch(db, 8)
  const conversation_id = conversationOf(db, at(main, 0))
  const early = compact(db, at(main, 1))
  const late = compact(db, at(main, 5))
  const side = branch(db, 2, { parent_id: at(main, 3), conversation_id })
  const other = branch(db, 2, { parent_id: at(main, 0), conversation_id })

  expect(compactionOn(db, at(main, -1))?.id).toBe(late.id)
  expect(compactionOn(db, at(side, -1))?.id).toBe(early.id)
  expect(compactionOn(db, at(other, -1))).toBeUndefined()
})

test('another summary up to the same message takes the place of the first', () => {
  using db = openTestDb()
  const ids = branch(db, 4)
  compact(db, at(ids, 1))

  const second = compact(db, at(ids, 1))

  expect(listCompactions(db, second.conversation_id)).toEqual([second])
})

test('the transcript begins below the summary before and ends at its last message', () => {
  using db = openTestDb()
  const ids = branch(db, 6)

  expect(saidOn(db, at(ids, 3), undefined).map(({ text }) => text)).toEqual(['user 0', 'assistant 1', 'user 2', 'assistant 3'])
  expect(saidOn(db, at(ids, 5), at(ids, 1)).map(({ text }) => text)).toEqual(['user 2', 'assistant 3', 'user 4', 'assistant 5'])
  expect(depthOf(db, at(ids, 3))).toBe(4)
})

test('a branch of ten thousand messages finds its summary, and is not climbed when its chat has none', () => {
  using db = openTestDb()
  const ids = branch(db, 10_000)
  const climb = (): number => {
    const startMs = performance.now()
    compactionOn(db, at(ids, -1))
    return performance.now() - startMs
  }
  const withoutMs = Math.min(climb(), climb(), climb())
  const row = compact(db, at(ids, 9_000))
  const nearMs = Math.min(climb(), climb(), climb())

  expect(compactionOn(db, at(ids, -1))?.id).toBe(row.id)
  // A climb to the top takes ten times as long as one of a thousand; no climb takes next to nothing.
  expect(withoutMs).toBeLessThan(1)
  expect(nearMs).toBeLessThan(10)
})

test('its words are in the row only: the journal has none of them, nor anything of a chat that stays on this device', () => {
  using db = openTestDb()
  const ids = branch(db, 2)
  compact(db, at(ids, 1))
  const local = branch(db, 2)
  db.prepare('UPDATE conversations SET local_only = 1 WHERE id = ?').run(conversationOf(db, at(local, 0)))
  compact(db, at(local, 1))

  const entries = db.prepare<[], string>("SELECT args FROM journal WHERE kind = 'compaction'").pluck().all()

  expect(entries).toHaveLength(1)
  expect(entries.join()).not.toContain('boats')
})

test('an export carries the summaries, an import beside the original gives them new ids at the same messages', async () => {
  using db = openTestDb()
  const chats = createConversationHandlers({ db, now: () => 9, newId })
  const ids = branch(db, 4)
  const row = compact(db, at(ids, 1))
  const exported = conversationExport.parse(JSON.parse(JSON.stringify(await chats.export({ id: row.conversation_id }, signal))))

  const copy = await chats.import({ export: exported }, signal)

  const [copied] = listCompactions(db, copy.id)
  expect(copied).toMatchObject({ text: row.text, messages: 2, conversation_id: copy.id })
  expect(copied?.id).not.toBe(row.id)
  expect(db.prepare('SELECT text FROM messages WHERE id = ?').pluck().get(copied?.message_id)).toBe('assistant 1')
})

test('an export that was made before there were summaries and personas is imported as it is', async () => {
  using db = openTestDb()
  const chats = createConversationHandlers({ db, now: () => 9, newId })
  const ids = branch(db, 2)
  const { compactions: _, conversation, ...rest } = await chats.export({ id: conversationOf(db, at(ids, 0)) }, signal)
  const { persona_id: __, ...older } = conversation
  const parsed = conversationExport.parse({ ...rest, conversation: older })

  const copy = await chats.import({ export: parsed }, signal)

  expect(copy.persona_id).toBeNull()
  expect(listCompactions(db, copy.id)).toEqual([])
})

test('a summary of messages that were deleted is not exported, one of missing messages not imported', async () => {
  using db = openTestDb()
  const chats = createConversationHandlers({ db, now: () => 9, newId })
  const ids = branch(db, 4)
  const row = compact(db, at(ids, 3))
  const whole = await chats.export({ id: row.conversation_id }, signal)
  db.transact((tx) => removeMessage(tx, at(ids, 2), 6))

  expect((await chats.export({ id: row.conversation_id }, signal)).compactions).toEqual([])
  const damaged = { ...whole, messages: whole.messages.slice(0, 2) }
  expect(() => chats.import({ export: damaged }, signal)).toThrow(
    expect.objectContaining({ code: 'conversations.damaged_export' }),
  )
})

test('a chat that is erased takes its summaries with it', async () => {
  using db = openTestDb()
  const chats = createConversationHandlers({ db, now: () => 9, newId })
  const ids = branch(db, 2)
  const { conversation_id: id } = compact(db, at(ids, 1))
  await chats.trash({ id }, signal)

  await chats.purge({ id }, signal)

  expect(db.prepare('SELECT count(*) FROM compactions').pluck().get()).toBe(0)
})
