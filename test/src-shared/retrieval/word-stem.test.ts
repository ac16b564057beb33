import { expect, test } from 'vitest'
import { isStopWord } from '../../../src-shared/retrieval/stop-words.ts'
import { asIndexed, wordStem } from '../../../src-shared/retrieval/word-stem.ts'

test.each([
  ['tables', 'table'],
  ['configuring', 'configured'],
  ['Kündigungen', 'Kündigung'],
  ['Verträge', 'Vertrag'],
  ['policies', 'policy'],
])('%s and %s are looked for alike', (one, other) => {
  const stem = wordStem(one) ?? 'none'

  expect(asIndexed(one).startsWith(stem)).toBe(true)
  expect(asIndexed(other).startsWith(stem)).toBe(true)
})

test('short words and what is not letters stay whole', () => {
  for (const word of ['sun', 'is', '3.2', 'x1']) expect(wordStem(word)).toBeUndefined()
})

test('a stem is never shorter than four letters, however many endings fit', () => {
  for (const word of ['seeing', 'bones', 'lives', 'enen', 'singing']) expect(wordStem(word)?.length).toBeGreaterThanOrEqual(4)
})

test('words that frame a question are told from those that it is about', () => {
  expect(['Which', 'für', 'où', 'how'].every(isStopWord)).toBe(true)
  expect(['lease', 'Frist', 'contrat'].some(isStopWord)).toBe(false)
})
