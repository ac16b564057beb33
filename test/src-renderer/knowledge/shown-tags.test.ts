import { expect, test } from 'vitest'
import { shownTags } from '../../../src-renderer/knowledge/shown-tags.ts'

const none = { had: 'none', has: 'none' } as const
const many = Array.from({ length: 5000 }, (_, n) => ({ word: `Tag ${n}`, ...none }))

test('of thousands of tags a hundred are shown, those that are on first, and how many more there are', () => {
  const { shown, more } = shownTags([...many, { word: 'Zinc', had: 'all', has: 'none' }], '')

  expect(shown).toHaveLength(100)
  expect(shown[0]?.word).toBe('Zinc')
  expect(more).toBe(4901)
})

test('what is typed finds each of them, however it is written', () => {
  expect(shownTags(many, ' TAG 4999').shown.map(({ word }) => word)).toEqual(['Tag 4999'])
  expect(shownTags(many, 'tag 49')).toMatchObject({ more: 11 })
  expect(shownTags(many, 'nothing')).toEqual({ shown: [], more: 0 })
})
