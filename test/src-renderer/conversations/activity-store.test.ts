import { expect, test } from 'vitest'
import { createActivityStore } from '../../../src-renderer/conversations/activity-store.ts'

const answer = (status: 'writing' | 'complete', conversation_id = 'chat', id = 'answer') => ({
  id,
  conversation_id,
  role: 'assistant' as const,
  status,
})

test('an answer that is written in another chat shows there, and waits to be read when it ends', () => {
  const { getState } = createActivityStore()

  getState().messageChanged(answer('writing'), 'other')
  const during = [getState().answering.has('chat'), getState().unread.has('chat')]
  getState().messageChanged(answer('complete'), 'other')
  const after = [getState().answering.has('chat'), getState().unread.has('chat')]
  getState().opened('chat')

  expect([during, after, getState().unread.size]).toEqual([[true, false], [false, true], 0])
})

test('an answer that ends in the open chat is read', () => {
  const { getState } = createActivityStore()

  getState().messageChanged(answer('writing'), 'chat')
  getState().messageChanged(answer('complete'), 'chat')

  expect(getState().unread.size).toBe(0)
})

test('a rated or changed older answer is no news', () => {
  const { getState } = createActivityStore()

  getState().messageChanged(answer('complete'), 'other')
  getState().messageChanged(answer('writing', 'chat', 'newer'), 'other')
  getState().messageChanged(answer('complete'), 'other')

  expect([getState().answering.get('chat'), getState().unread.size]).toEqual(['newer', 0])
})
