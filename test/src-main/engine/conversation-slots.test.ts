import { expect, test } from 'vitest'
import { createConversationSlots } from '../../../src-main/engine/conversation-slots.ts'

const none = () => 0

test('a conversation keeps its slot until the room is gone; then the one unused for longest loses it', () => {
  const slots = createConversationSlots(['1', '2'])
  const [a, b] = [slots.take('a', none), slots.take('b', none)]

  expect(a).not.toBe(b)
  expect(slots.take('a', none)).toBe(a)
  expect(slots.take('c', none)).toBe(b)
  expect(slots.take('a', none)).toBe(a)
})

test('a single job takes a free slot before that of a conversation, and leaves it free', () => {
  const slots = createConversationSlots(['1', '2'])
  const a = slots.take('a', none)

  const job = slots.take(null, none)

  expect(job).not.toBe(a)
  expect(slots.take(null, none)).toBe(job)
  expect(slots.take('b', none)).toBe(job)
  expect(slots.take('a', none)).toBe(a)
})

test('of free slots a new conversation gets the one that has most of its beginning already', () => {
  const slots = createConversationSlots(['ab', 'abcd', 'abc'])
  const alike = (slot: string) => slot.length

  expect([slots.take('x', alike), slots.take('y', alike), slots.take('z', alike)]).toEqual(['abcd', 'abc', 'ab'])
})
