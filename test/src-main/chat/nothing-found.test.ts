import { expect, test } from 'vitest'
import { nothingFoundIn } from '../../../src-main/chat/nothing-found.ts'

test('what the app answers itself is in the language of its window: a German one was answered in English', () => {
  expect(nothingFoundIn('de')).toMatch(/^In deinen Dokumenten/)
  expect(nothingFoundIn('system', 'de-AT')).toBe(nothingFoundIn('de'))
  expect(nothingFoundIn('system', 'en-GB')).toBe(nothingFoundIn('en'))
  // Of a language that came by a file the app has no sentence of its own.
  expect(nothingFoundIn('fr')).toBe(nothingFoundIn('en'))
})
