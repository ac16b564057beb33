import { expect, test } from 'vitest'
import { z } from 'zod'
import { isChanged, openedWith, readForm } from '../../../src-renderer/kept-forms/written-form.ts'

const schema = z.object({ name: z.string(), text: z.string().optional() })

test('a form that was left comes back as it was, with what it was opened with', () => {
  const left = { ...openedWith({ name: 'Reply' }), fields: { name: 'Reply', text: 'Dear' }, isLeft: true }

  expect(readForm(schema, JSON.stringify(left))).toEqual(left)
})

test.each(['', '{', '{"name":"Reply"}', '{"of":"{}","isLeft":false}', '{"of":"{}","isLeft":false,"fields":{"name":1}}'])(
  'what is not understood is no form: %s',
  (text) => {
    expect(readForm(schema, text)).toBeNull()
  },
)

test('a form is changed by other words only, not by being opened', () => {
  const opened = openedWith({ name: 'Reply' })

  expect(isChanged(opened)).toBe(false)
  expect(isChanged({ ...opened, fields: { name: 'Replies' } })).toBe(true)
  expect(isChanged({ ...opened, fields: { name: 'Reply' } })).toBe(false)
})
