import { expect, test } from 'vitest'
import { recalled } from '../../../src-renderer/composer/recall.ts'

const questions = ['newest', 'two\nlines', 'oldest']
const up = (text: string, caret = 0) => ({ key: 'ArrowUp', text, caret })
const down = (text: string, caret = text.length) => ({ key: 'ArrowDown', text, caret })

test('up in an empty field walks back through the questions and stops at the oldest', () => {
  const first = recalled(questions, null, up(''))
  expect(first).toEqual({ index: 0, text: 'newest' })
  const second = recalled(questions, first ?? null, up('newest', 6))
  expect(second).toEqual({ index: 1, text: 'two\nlines' })

  expect(recalled(questions, { index: 2, text: 'oldest' }, up('oldest'))).toBeUndefined()
})

test('between the lines of a question the arrows are the field’s own', () => {
  const now = { index: 1, text: 'two\nlines' }

  expect(recalled(questions, now, up(now.text, 6))).toBeUndefined()
  expect(recalled(questions, now, up(now.text, 2))).toEqual({ index: 2, text: 'oldest' })
  expect(recalled(questions, now, down(now.text, 2))).toBeUndefined()
})

test('what the person typed or changed is never replaced', () => {
  expect(recalled(questions, null, up('mine'))).toBeUndefined()
  expect(recalled(questions, { index: 0, text: 'newest' }, up('newest?'))).toBeUndefined()
  expect(recalled(questions, { index: 0, text: 'newest' }, down('newest?'))).toBeUndefined()
})

test('down leads back to the newest and then to the empty field', () => {
  expect(recalled(questions, { index: 1, text: 'two\nlines' }, down('two\nlines'))).toEqual({ index: 0, text: 'newest' })
  expect(recalled(questions, { index: 0, text: 'newest' }, down('newest'))).toBeNull()
})
