import { expect, test } from 'vitest'
import { comparedWord, golayCode } from '../../../../src-main/models/demo/word-codes.ts'

test('the codes of any two words differ in at least eight bits', () => {
  const onesIn = (code: number): number => code.toString(2).replaceAll('0', '').length
  const weights = Array.from({ length: 2 ** 12 }, (_, number) => onesIn(golayCode(number)))

  // The code is linear, so the least distance of two words is the least weight of one
  expect(weights[0]).toBe(0)
  expect(Math.min(...weights.slice(1))).toBe(8)
})

test.each([
  [' Tenants', 'tenant'],
  ['allowed', 'allow'],
  [' companies', 'company'],
  [' meeting', 'meeting'],
  [' zorblaxes', 'zorblaxe'],
  [' The', undefined],
  ['ing', undefined],
  ['?!', undefined],
  ['7', '7'],
])('%j is compared as %j', (text, expected) => {
  expect(comparedWord(text, text)).toBe(expected)
})

test('a piece of a character only equals the same piece', () => {
  expect(comparedWord('\ufffd', 'Ð')).toBe('Ð')
})
