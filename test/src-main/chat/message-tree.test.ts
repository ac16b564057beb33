import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exportConversation } from '../../../src-main/chat/conversation-export.ts'
import { importConversation } from '../../../src-main/chat/conversation-import.ts'
import { findConversation, insertConversation } from '../../../src-main/chat/conversations.ts'
import { messagePage } from '../../../src-main/chat/message-pages.ts'
import { removeMessage, restoreMessage, selectBranch } from '../../../src-main/chat/message-tree.ts'
import { allMessages, branchTo, insertMessage } from '../../../src-main/chat/messages.ts'
import type { Db } from '../../../src-main/db/database.ts'
import type { MessageRow } from '../../../src-shared/rows/message.ts'
import { conversationWith, messageWith, newId } from '../../helpers/conversation-rows.ts'
import { openTestDb } from '../../helpers/test-db.ts'

interface Grown {
  readonly db: Db
  readonly conversationId: string
  readonly messages: readonly MessageRow[]
}

/** `parents[i]` picks the parent of the i-th message among those before it; the one past the last is the root. */
function grow(db: Db, parents: readonly number[]): Grown {
  const { id: conversationId } = db.transact((tx) => insertConversation(tx, conversationWith()))
  const messages: MessageRow[] = []
  db.transact((tx) => {
    for (const [index, pick] of parents.entries()) {
      const parent = messages[pick % (messages.length + 1)]
      const role = parent?.role === 'user' ? 'assistant' : 'user'
      const fields = {
        conversation_id: conversationId,
        parent_id: parent?.id ?? null,
        role,
        created_at: index,
        text: `text ${index}`,
      } as const
      messages.push(insertMessage(tx, messageWith(fields)))
    }
  })
  return { db, conversationId, messages }
}

const tree = fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 })

const pathTo = (messages: readonly MessageRow[], id: string | null): string[] => {
  const message = messages.find((each) => each.id === id)
  return message === undefined ? [] : [...pathTo(messages, message.parent_id), message.id]
}

const ids = (messages: readonly MessageRow[]): string[] => messages.map(({ id }) => id)

test('the pages of any leaf, put together from the end, are its path from the root', () => {
  fc.assert(
    fc.property(tree, fc.nat(1000), fc.integer({ min: 1, max: 7 }), (parents, pick, limit) => {
      using db = openTestDb()
      const { conversationId, messages } = grow(db, parents)
      const leaf = messages[pick % messages.length]?.id ?? ''

      let page = messagePage(db, { conversation_id: conversationId, leaf_id: leaf, limit })
      const collected = [...page.items]
      while (page.has_more) {
        page = messagePage(db, { conversation_id: conversationId, before_id: collected[0]?.id, limit })
        collected.unshift(...page.items)
      }

      expect(ids(collected)).toEqual(pathTo(messages, leaf))
      expect(ids(branchTo(db, leaf))).toEqual(pathTo(messages, leaf))
    }),
    { numRuns: 30 },
  )
})

test('the pages below and around any message of a branch, put together, are the branch', () => {
  fc.assert(
    fc.property(tree, fc.nat(1000), fc.integer({ min: 2, max: 7 }), (parents, pick, limit) => {
      using db = openTestDb()
      const { conversationId: conversation_id, messages } = grow(db, parents)
      const around_id = messages[pick % messages.length]?.id ?? ''
      const { selected_leaf_id } = db.transact((tx) => selectBranch(tx, around_id, 9))

      const page = messagePage(db, { conversation_id, around_id, limit })
      const collected = [...page.items]
      for (let has = page.has_newer; has; ) {
        const newer = messagePage(db, { conversation_id, after_id: collected.at(-1)?.id, limit })
        collected.push(...newer.items)
        has = newer.has_newer
      }
      for (let has = page.has_more; has; ) {
        const older = messagePage(db, { conversation_id, before_id: collected[0]?.id, limit })
        collected.unshift(...older.items)
        has = older.has_more
      }

      expect(ids(page.items)).toContain(around_id)
      expect(page.items.length).toBeLessThanOrEqual(limit)
      expect(ids(collected)).toEqual(pathTo(messages, selected_leaf_id))
    }),
    { numRuns: 40 },
  )
})

test('looking at a message of the branch that is shown keeps that branch', () => {
  using db = openTestDb()
  // Two leaves below the second message; the older one is shown.
  const { messages } = grow(db, [0, 0, 1, 1])
  const [, above, older, newer] = ids(messages)
  db.transact((tx) => selectBranch(tx, older ?? '', 9))

  const { selected_leaf_id } = db.transact((tx) => selectBranch(tx, above ?? '', 10))

  expect(pathTo(messages, newer ?? '')).toContain(above)
  expect(selected_leaf_id).toBe(older)
})

test('what was removed comes back whole, and nothing that was removed before it', () => {
  fc.assert(
    fc.property(tree, fc.nat(1000), fc.nat(1000), (parents, first, second) => {
      using db = openTestDb()
      const { conversationId, messages } = grow(db, parents)
      const early = messages[first % messages.length]?.id ?? ''
      db.transact((tx) => removeMessage(tx, early, 50))
      const left = allMessages(db, conversationId)
      if (left.length === 0) return
      const late = left[second % left.length]?.id ?? ''

      db.transact((tx) => removeMessage(tx, late, 60))
      const { selected_leaf_id } = db.transact((tx) => restoreMessage(tx, late, 70))

      expect(ids(allMessages(db, conversationId))).toEqual(ids(left))
      expect(pathTo(messages, selected_leaf_id)).toContain(late)
    }),
    { numRuns: 30 },
  )
})

test('siblings are told for exactly the messages that have some, oldest first', () => {
  fc.assert(
    fc.property(tree, fc.nat(1000), (parents, pick) => {
      using db = openTestDb()
      const { conversationId, messages } = grow(db, parents)
      const leaf = messages[pick % messages.length]?.id ?? ''

      const { items, siblings } = messagePage(db, { conversation_id: conversationId, leaf_id: leaf, limit: 500 })

      const expected = items.map(
        (item) => [item.id, ids(messages.filter(({ parent_id }) => parent_id === item.parent_id))] as const,
      )
      expect(siblings).toEqual(Object.fromEntries(expected.filter(([, all]) => all.length > 1)))
    }),
    { numRuns: 30 },
  )
})

test('selecting any message shows a branch that it lies on, down to a message without an answer', () => {
  fc.assert(
    fc.property(tree, fc.nat(1000), (parents, pick) => {
      using db = openTestDb()
      const { messages } = grow(db, parents)
      const chosen = messages[pick % messages.length]?.id ?? ''

      const { selected_leaf_id } = db.transact((tx) => selectBranch(tx, chosen, 9))

      expect(pathTo(messages, selected_leaf_id)).toContain(chosen)
      expect(messages.some(({ parent_id }) => parent_id === selected_leaf_id)).toBe(false)
    }),
    { numRuns: 30 },
  )
})

test('removing a message takes exactly its descendants along, and what is shown is still there', () => {
  fc.assert(
    fc.property(tree, fc.nat(1000), (parents, pick) => {
      using db = openTestDb()
      const { conversationId, messages } = grow(db, parents)
      const removed = messages[pick % messages.length]?.id ?? ''
      db.transact((tx) => selectBranch(tx, removed, 9))

      db.transact((tx) => removeMessage(tx, removed, 99))

      const left = messages.filter(({ id }) => !pathTo(messages, id).includes(removed))
      expect(ids(allMessages(db, conversationId))).toEqual(ids(left))
      const shown = findConversation(db, conversationId)?.selected_leaf_id ?? null
      expect(left.length === 0 ? shown === null : left.some(({ id }) => id === shown)).toBe(true)
    }),
    { numRuns: 30 },
  )
})

test('an export imported elsewhere, or beside itself under new ids, is the same tree', () => {
  fc.assert(
    fc.property(tree, (parents) => {
      using db = openTestDb()
      using other = openTestDb()
      const { conversationId, messages } = grow(db, parents)
      db.transact((tx) => selectBranch(tx, messages[0]?.id ?? '', 9))
      const exported = exportConversation(db, conversationId)

      other.transact((tx) => importConversation(tx, exported, { newId, at: 5 }))
      const copy = db.transact((tx) => importConversation(tx, exported, { newId, at: 5 }))

      expect(exportConversation(other, conversationId)).toEqual(exported)
      expect(copy.id).not.toBe(conversationId)
      expect(shape(allMessages(db, copy.id))).toEqual(shape(messages))
      expect(ids(allMessages(db, conversationId))).toEqual(ids(messages))
    }),
    { numRuns: 20 },
  )
})

/** What is above each message, by text. */
const shape = (messages: readonly MessageRow[]): unknown[] =>
  messages.map(({ text, parent_id, role }) => [text, role, messages.find(({ id }) => id === parent_id)?.text]).sort()
