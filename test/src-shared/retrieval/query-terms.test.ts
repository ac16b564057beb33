import { expect, test } from 'vitest'
import { indexedWords, isUnspaced, queryTerms } from '../../../src-shared/retrieval/query-terms.ts'

test('quoted text is one phrase, whatever quotation marks are used', () => {
  expect(queryTerms('“notice period” and „Kündigungsfrist beachten“ or «bail commercial»').phrases).toEqual([
    'notice period',
    'Kündigungsfrist beachten',
    'bail commercial',
  ])
})

test('names of settings, files, options, versions and numbers are identifiers; sentence punctuation is not part of them', () => {
  const { identifiers, words } = queryTerms('Does SECURE_HSTS_SECONDS in settings.py (v3.2) need --insecure, camelCase or 42?')

  expect(identifiers).toEqual(['SECURE_HSTS_SECONDS', 'settings.py', 'v3.2', '--insecure', 'camelCase', '42'])
  expect(words).toEqual(['Does', 'in', 'need', 'or'])
})

test('ordinary writing is no identifier: contractions, compounds, a dash, a slash between spaces', () => {
  expect(queryTerms("I don't know the well-known rules - nor the others / exceptions").identifiers).toEqual([])
})

test('a lone quotation mark opens nothing', () => {
  expect(queryTerms('a 5" screen').phrases).toEqual([])
})

test('text of signs only has no terms', () => {
  expect(queryTerms('?! … -- "" ""')).toEqual({ phrases: [], identifiers: [], words: [] })
})

test('words are cut where the index cuts them', () => {
  expect(indexedWords("http-request's état_2 §7")).toEqual(['http', 'request', 's', 'état', '2', '7'])
})

test.each(['退款政策', 'かな', '환불', 'การคืนเงิน'])('%s is written without spaces', (text) => {
  expect(isUnspaced(text)).toBe(true)
})
