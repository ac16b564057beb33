import { expect, test } from 'vitest'
import { timeLeft } from '../../../src-main/cli/progress-bar.ts'

test('what is left of an import is foretold by what it took so far, and not from the first file', () => {
  expect(timeLeft({ tookMs: 60_000, finished: 10, total: 130 })).toBe(', about 12 min left')
  expect(timeLeft({ tookMs: 60_000, finished: 1, total: 130 })).toBe('')
  expect(timeLeft({ tookMs: 500, finished: 10, total: 130 })).toBe('')
  expect(timeLeft({ tookMs: 60_000, finished: 130, total: 130 })).toBe('')
})
