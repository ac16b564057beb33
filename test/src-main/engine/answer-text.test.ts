import { expect, test } from 'vitest'
import { createAnswerText } from '../../../src-main/engine/answer-text.ts'

test('the empty lines around a thought and before the answer are dropped, those inside are kept', () => {
  const answer = createAnswerText({ beginning: '' })

  const events = [
    ...answer.add('thought', '\n'),
    ...answer.add('thought', 'One.\n\n'),
    ...answer.add('thought', 'Two.'),
    ...answer.add('thought', '\n'),
    ...answer.add('text', '\n\n'),
    ...answer.add('text', ''),
    ...answer.add('text', ' Yes'),
    ...answer.add('text', '\n\n'),
    ...answer.add('text', 'no'),
  ]

  expect(events).toEqual([
    { type: 'thought', text: 'One.' },
    { type: 'thought', text: '\n\nTwo.' },
    { type: 'text', text: 'Yes' },
    { type: 'text', text: '\n\n' },
    { type: 'text', text: 'no' },
  ])
  expect(answer.text()).toBe('Yes\n\nno')
})

test('white space at the seam of a continued answer counts', () => {
  const answer = createAnswerText({ beginning: 'It runs' })

  expect(answer.add('text', ' on')).toEqual([{ type: 'text', text: ' on' }])
  expect(answer.text()).toBe('It runs on')
})
