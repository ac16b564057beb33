import { expect, test } from 'vitest'
import { withSubject } from '../../../src-shared/retrieval/with-subject.ts'

const before = 'How heavy is the Brewline K-250?'

test('a question that refers back takes along what the one before it was about', () => {
  expect(withSubject('What about its warranty?', before)).toBe('What about its warranty? (K-250 heavy Brewline)')
  expect(withSubject('And in standby?', before)).toContain('K-250')
  expect(withSubject('Und wie lange dauert das dort?', 'Wo wird die Aqua-5 repariert?')).toContain('Aqua-5')
})

test('a question that says itself what it is about stays as it is', () => {
  const own = 'How long is the notice period of the flat in Rosemount Terrace?'

  expect(withSubject(own, before)).toBe(own)
  expect(withSubject('Which deposit does Quayside ask for?', before)).toBe('Which deposit does Quayside ask for?')
  expect(withSubject('What about its warranty?', undefined)).toBe('What about its warranty?')
})

test('a quotation is looked for alone', () => {
  expect(withSubject('"its own month"', before)).toBe('"its own month"')
})
