import { expect, test } from 'vitest'
import { insertConversation } from '../../../src-main/chat/conversations.ts'
import { insertMessage } from '../../../src-main/chat/messages.ts'
import type { Db } from '../../../src-main/db/database.ts'
import { answerSpeeds } from '../../../src-main/usage/answer-speeds.ts'
import { dailyUse } from '../../../src-main/usage/daily-use.ts'
import { recordUse } from '../../../src-main/usage/usage-log.ts'
import type { MessageRow } from '../../../src-shared/rows/message.ts'
import { conversationWith, messageWith, newId } from '../../helpers/conversation-rows.ts'
import { openTestDb } from '../../helpers/test-db.ts'

/** By this machine's clock, as the days are. */
const at = (day: number, hour = 12): number => new Date(2026, 9, day, hour).getTime()
const whole = { from: at(1, 0), to: at(31, 0) }

function useAt(db: Db, started_at: number, quantity = 1): void {
  const unknown = { model_id: null, ended_at: null, lease_id: null, conversation_id: null, message_id: null }
  db.transact((tx) => void recordUse(tx, { usage_id: newId(), meter: 'messages', quantity, started_at, mono_ms: 1, ...unknown }))
}

interface Answer extends Partial<MessageRow> {
  /** Milliseconds before and while writing. */
  readonly first: number
  readonly writing: number
}

function answerAt(db: Db, created_at: number, { first, writing, ...fields }: Answer): void {
  db.transact((tx) => {
    const { id } = insertConversation(tx, conversationWith())
    const timings = { first_token: first, total: first + writing }
    insertMessage(tx, messageWith({ conversation_id: id, role: 'assistant', model_id: 'small', created_at, timings, ...fields }))
  })
}

test('messages are counted on the day they were sent by the clock of this machine, just before midnight too', () => {
  using db = openTestDb()
  useAt(db, at(3, 0))
  useAt(db, at(4, 0) - 1)
  useAt(db, at(4, 0))

  expect(dailyUse(db, whole)).toEqual([
    { day: '2026-10-03', messages: 2 },
    { day: '2026-10-04', messages: 1 },
  ])
})

test('a correction takes its message from the day, and what lies outside the span is not counted', () => {
  using db = openTestDb()
  useAt(db, at(3))
  useAt(db, at(3), -1)
  useAt(db, whole.to)

  expect(dailyUse(db, whole)).toEqual([{ day: '2026-10-03', messages: 0 }])
})

test('the speed counts from the first token, so that a long wait does not make the writing slower', () => {
  using db = openTestDb()
  answerAt(db, at(3), { first: 9000, writing: 1000, completion_tokens: 51 })

  const { whole: models } = answerSpeeds(db, whole)

  expect(models).toEqual([
    { model_id: 'small', answers: 1, tokens: 51, tokens_per_s: { low: 50, median: 50, high: 50 }, first_token_ms: 9000 },
  ])
})

test('models and days are kept apart, and one slow answer does not move the median', () => {
  using db = openTestDb()
  for (const tokens of [41, 51, 61]) answerAt(db, at(3), { first: 100, writing: 1000, completion_tokens: tokens })
  answerAt(db, at(4), { first: 300, writing: 1000, completion_tokens: 2 })
  answerAt(db, at(4), { first: 300, writing: 1000, completion_tokens: 11, model_id: 'large' })

  const { whole: models, days } = answerSpeeds(db, whole)

  expect(models.map(({ model_id, answers }) => [model_id, answers])).toEqual([
    ['small', 4],
    ['large', 1],
  ])
  expect(days.map(({ day, model_id, tokens_per_s }) => [day, model_id, tokens_per_s?.median])).toEqual([
    ['2026-10-03', 'small', 50],
    ['2026-10-04', 'large', 10],
    ['2026-10-04', 'small', 1],
  ])
})

test('an answer of one token has no speed, and one that never began is not among the answers', () => {
  using db = openTestDb()
  answerAt(db, at(3), { first: 100, writing: 0, completion_tokens: 1 })
  answerAt(db, at(3), { first: 100, writing: 0, completion_tokens: null })

  const { whole: models } = answerSpeeds(db, whole)

  expect(models).toEqual([{ model_id: 'small', answers: 1, tokens: 1, tokens_per_s: null, first_token_ms: 100 }])
})
