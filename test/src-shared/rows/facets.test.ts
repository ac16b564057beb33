import { expect, test } from 'vitest'
import { changedTags, type Facets, hasFacets } from '../../../src-shared/rows/facets.ts'

test('tags keep the spelling and the place they have, and are the same in other letters', () => {
  expect(changedTags(['Öl', 'b'], { add: ['öl', 'a', ' A '], remove: ['B'] })).toEqual(['Öl', 'a'])
  expect(changedTags(['a'], { add: ['A'], remove: ['a'] })).toEqual(['A'])
})

test('a wish is met by all its tags, any of its categories and its importance', () => {
  const document: Facets = { tags: ['Invoice', '2024'], category: 'Money', importance: 'high' }

  expect(hasFacets(document, {})).toBe(true)
  expect(hasFacets(document, { tags: ['invoice', '2024'], categories: ['post', 'money'], importance: 'high' })).toBe(true)
  expect(hasFacets(document, { tags: ['invoice', '2023'] })).toBe(false)
  expect(hasFacets(document, { categories: [] })).toBe(false)
  expect(hasFacets(document, { categories: [''] })).toBe(false)
  expect(hasFacets({ ...document, category: '' }, { categories: [''] })).toBe(true)
  expect(hasFacets(document, { importance: 'normal' })).toBe(false)
})
