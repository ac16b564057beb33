import { expect, test } from 'vitest'
import { isFull, longText, mostCharacters, sendBlock } from '../../../src-renderer/composer/send-block.ts'

const ready = { text: 'When?', hasAttachments: false, isFull: false, isConnected: true }

test('a question that can be sent is not held back, and each thing that holds it back has its own reason', () => {
  expect(sendBlock(ready)).toBeNull()
  expect(sendBlock({ ...ready, text: ' \n' })).toBe('empty')
  expect(sendBlock({ ...ready, text: '', hasAttachments: true })).toBe('emptyAttached')
  expect(sendBlock({ ...ready, text: 'a'.repeat(mostCharacters + 1) })).toBe('tooLong')
  expect(sendBlock({ ...ready, isFull: true })).toBe('full')
  expect(sendBlock({ ...ready, isConnected: false })).toBe('lost')
})

test('a plan without a limit is never used up', () => {
  const summary = { plan: 'pro', meter: 'messages' as const, used: 5, limit: 5, period_start: 0, period_end: 1 }

  expect(isFull(summary)).toBe(true)
  expect(isFull({ ...summary, limit: -1 })).toBe(false)
  expect(isFull(null)).toBe(false)
})

test('a long question is told from one that the model keeps in mind easily', () => {
  expect(longText('a'.repeat(12_000), 4096)).toBe(3000)
  expect(longText('a'.repeat(12_000), 32_768)).toBeNull()
  expect(longText('a'.repeat(4000), 512)).toBeNull()
})
