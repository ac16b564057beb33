import { expect, test } from 'vitest'
import {
  byteCharacters,
  fromByteCharacters,
  learnBytePairs,
  toByteCharacters,
} from '../../../../src-main/models/demo/byte-pair-encoding.ts'

test('every byte has its own printable stand-in, those of GPT-2', () => {
  expect(new Set(byteCharacters).size).toBe(256)
  expect(toByteCharacters(' a\n')).toBe('ĠaĊ')
  expect(byteCharacters.join('')).not.toMatch(/\s/)
})

test.each(['plain', 'größe 家賃 👍🏽', '\u0000\t\r\n', ''])('%j comes back from its stand-ins', (text) => {
  expect(fromByteCharacters(toByteCharacters(text))).toBe(text)
})

test('the most frequent pair is merged first, and merges build on merges', () => {
  const { tokens, merges } = learnBytePairs(
    new Map([
      ['abab', 3],
      ['abc', 1],
    ]),
    2,
  )

  expect(merges).toEqual(['a b', 'ab ab'])
  expect(tokens.slice(256)).toEqual(['ab', 'abab'])
})

test('it stops when no pair is left', () => {
  expect(learnBytePairs(new Map([['ab', 1]]), 10).merges).toEqual(['a b'])
})

test('a repeated letter is merged without overlap', () => {
  expect(learnBytePairs(new Map([['aaa', 1]]), 5).merges).toEqual(['a a', 'aa a'])
})
