import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countText } from '../../../src-shared/find/count-text.ts'
import { cutSnippet } from '../../../src-shared/find/cut-snippet.ts'
import { findTerms } from '../../../src-shared/find/find-terms.ts'
import { hasWords } from '../../../src-shared/find/has-terms.ts'
import { matchTerms } from '../../../src-shared/find/match-terms.ts'
import { plainText } from '../../../src-shared/find/plain-text.ts'
import { textPlaces } from '../../../src-shared/find/text-places.ts'

test('only the last word may go on, and not behind a blank or a closing quotation mark', () => {
  const isBeginning = (query: string): boolean[] => findTerms(query).map((term) => 'words' in term && term.isBeginning)

  expect(isBeginning('pump dr')).toEqual([false, true])
  expect(isBeginning('pump dry ')).toEqual([false, false])
  expect(isBeginning('"run dry"')).toEqual([false])
  expect(isBeginning('"run dr')).toEqual([true])
})

test('a term is marked wherever it is, each place once', () => {
  const text = 'Über die Gewährleistung: über alles'

  const marks = matchTerms(text, findTerms('über gewähr')) ?? []

  expect(marks.map(([start, end]) => text.slice(start, end))).toEqual(['Über', 'Gewährleistung', 'über'])
})

test('a text without one of the terms has no marks at all', () => {
  expect(matchTerms('The pump', findTerms('pump valve'))).toBeUndefined()
})

test('a snippet of any text marks the same words as the text does, on one line and never longer than asked', () => {
  const words = fc.array(fc.constantFrom('pump', 'dry', 'a', '\n', 'Wörter', '保修期', '👍', ' '), { maxLength: 300 })
  fc.assert(
    fc.property(words, fc.integer({ min: 40, max: 200 }), (parts, length) => {
      const text = parts.join(' ')
      const marks = matchTerms(text, findTerms('dry ')) ?? []

      const snippet = cutSnippet(text, marks, length)

      expect(snippet.text.length).toBeLessThanOrEqual(length + 2)
      expect(snippet.text).not.toMatch(/\n/)
      expect(snippet.marks.every(([start, end]) => snippet.text.slice(start, end) === 'dry')).toBe(true)
      if (marks.length > 0) expect(snippet.marks.length).toBeGreaterThan(0)
    }),
  )
})

test('a short text is shown from its beginning, wherever its words are', () => {
  const text = 'Customer asks if running dry for a minute ends the warranty'

  expect(cutSnippet(text, [[51, 59]], 160)).toEqual({ text, marks: [[51, 59]] })
})

test.each([
  ['## Cover\n\n- the **warranty** [1] of `K-200`', 'Cover\n\nthe warranty of K-200'],
  ['See [the manual](https://example.org/a_(b)) now', 'See the manual now'],
  ['```ts\nconst a = 1\n```', 'const a = 1'],
  ['2 * 3 = 6 and a_b_c', '2 * 3 = 6 and a_b_c'],
])('%j reads %j', (markdown, plain) => {
  expect(plainText(markdown)).toBe(plain)
})

test('a place in a text is where it stands, though letters fold to more or to fewer', () => {
  const text = 'İstanbul, e\u0301tage ÉTAGE étage'

  expect(textPlaces(text, 'Etage').map(([start, end]) => text.slice(start, end))).toEqual(['e\u0301tage', 'ÉTAGE', 'étage'])
  expect(countText(text, 'etage')).toBe(3)
})

test('names are found by the beginnings of their words', () => {
  expect(hasWords('Use the dark theme', 'the da')).toBe(true)
  expect(hasWords('Use the dark theme', 'da us')).toBe(true)
  expect(hasWords('Use the dark theme', 'ark')).toBe(false)
  expect(hasWords('Use the dark theme', ' ')).toBe(false)
})
