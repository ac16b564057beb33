import { expect, test } from 'vitest'
import { findSlash } from '../../../src-renderer/templates/find-slash.ts'

test.each([
  ['/', { start: 0, query: '' }],
  ['/sum', { start: 0, query: 'sum' }],
  ['About this: /short sum', { start: 12, query: 'short sum' }],
  ['one\n/two', { start: 4, query: 'two' }],
])('%j before the caret opens the templates', (text, slash) => {
  expect(findSlash(text, text.length)).toEqual(slash)
})

test.each(['and/or', '1/2', '/home/me', 'http://a', '/ sum', '/sum\nmore', ''])('%j does not', (text) => {
  expect(findSlash(text, text.length)).toBeUndefined()
})

test('only what stands before the caret counts', () => {
  expect(findSlash('/sum and more', 4)).toEqual({ start: 0, query: 'sum' })
  expect(findSlash('see /x', 3)).toBeUndefined()
})

test('a slash far behind in a long text is found by its own place', () => {
  const text = `${'word '.repeat(100)}/letter`

  expect(findSlash(text, text.length)).toEqual({ start: 500, query: 'letter' })
})
