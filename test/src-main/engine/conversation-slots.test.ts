import { expect, test } from 'vitest'
import { createConversationSlots } from '../../../src-main/engine/conversation-slots.ts'

test('a conversation keeps its slot until the room is gone; then the one unused for longest loses it', () => {
  const slots = createConversationSlots(['1', '2'])
  const [a, b] = [slots.take('a'), slots.take('b')]

  expect(a).not.toBe(b)
  expect(slots.take('a')).toBe(a)
  expect(slots.take('c')).toBe(b)
  expect(slots.take('a')).toBe(a)
})

test('a single job takes a free slot before that of a conversation, and leaves it free', () => {
  const slots = createConversationSlots(['1', '2'])
  const a = slots.take('a')

  const job = slots.take(null)

  expect(job).not.toBe(a)
  expect(slots.take(null)).toBe(job)
  expect(slots.take('b')).toBe(job)
  expect(slots.take('a')).toBe(a)
})
