import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { insertConversation } from '../../../src-main/chat/conversations.ts'
import { insertMessage, knownMessage } from '../../../src-main/chat/messages.ts'
import { keepReplyText } from '../../../src-main/chat/reply-text.ts'
import { conversationWith, messageWith } from '../../helpers/conversation-rows.ts'
import { openTestDb } from '../../helpers/test-db.ts'

/** Promised: at most so much of an answer is lost with the process. A fifth of it and more is left for the write itself. */
const lostMs = 250
const storedWithinMs = 200

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** An answer that is being written, in a store on a disk that may be full. */
function writing() {
  const db = openTestDb()
  const { id: conversation_id } = db.transact((tx) => insertConversation(tx, conversationWith()))
  const row = messageWith({ conversation_id, role: 'assistant', status: 'writing', text: '' })
  const reply = db.transact((tx) => insertMessage(tx, row))
  const disk = { isFull: false }
  const faults: string[] = []
  const transact: typeof db.transact = (...work) => {
    if (disk.isFull) throw new Error('The disk is full')
    return db.transact(...work)
  }
  const text = keepReplyText({ db: { ...db, transact }, now: Date.now, onFault: (stage) => faults.push(stage) }, reply)
  return { text, disk, faults, stored: () => knownMessage(db, reply.id) }
}

test.each([1, 40, 149, 151, 1000])('of an answer that gets a piece every %i ms, what is older than that is stored', (paceMs) => {
  const { text, stored } = writing()
  const written: string[] = []
  for (let atMs = 0; atMs < 5 * lostMs; atMs++) {
    if (atMs % paceMs === 0) text.addText(`${atMs} `)
    vi.advanceTimersByTime(1)
    written.push(text.text)
    const due = written.at(-storedWithinMs) ?? ''
    expect(stored().text.length, `at ${atMs} ms`).toBeGreaterThanOrEqual(due.length)
    expect(text.text.startsWith(stored().text)).toBe(true)
  }
})

test('a thought is stored as soon, and a last piece although no other comes', () => {
  const { text, stored } = writing()

  text.addThought('Let me see.')
  vi.advanceTimersByTime(storedWithinMs)
  expect(stored()).toMatchObject({ thought: 'Let me see.', text: '', status: 'writing' })
  text.addText('The ferry leaves at nine.')
  vi.advanceTimersByTime(storedWithinMs)

  expect(stored()).toMatchObject({ thought: 'Let me see.', text: 'The ferry leaves at nine.' })
})

test('what could not be stored is told, and stored with the next piece', () => {
  const { text, disk, faults, stored } = writing()
  disk.isFull = true
  text.addText('The ferry ')
  vi.advanceTimersByTime(storedWithinMs)
  expect([faults, stored().text]).toEqual([['chat.checkpoint'], ''])
  disk.isFull = false

  text.addText('leaves at nine.')
  vi.advanceTimersByTime(storedWithinMs)

  expect(stored().text).toBe('The ferry leaves at nine.')
})

test('nothing is stored any more when the answer has ended', () => {
  const { text, stored } = writing()
  text.addText('The ferry ')

  text[Symbol.dispose]()
  vi.advanceTimersByTime(lostMs)

  expect([text.text, stored().text]).toEqual(['The ferry ', ''])
})
