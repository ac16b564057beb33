import { expect, test } from 'vitest'
import { changeBy, draftOf, withTag, wordsInUse } from '../../../src-renderer/knowledge/facet-draft.ts'

const [a, b] = [
  { tags: ['Sea', 'old'], category: 'Travel', importance: 'high' },
  { tags: ['sea'], category: 'Post', importance: 'high' },
] as const
const both = [
  { ...a, tags: [...a.tags] },
  { ...b, tags: [...b.tags] },
]

test('words in use come once, by name, whatever letters they are written in', () => {
  expect(wordsInUse(both)).toEqual({ tags: ['old', 'Sea'], categories: ['Post', 'Travel'] })
})

test('several documents are shown with what all, some and none of them have, and where they differ nothing is said', () => {
  const draft = draftOf(both, { tags: ['SEA', 'new'], categories: [] })

  expect(draft.tags.map(({ word, has }) => [word, has])).toEqual([
    ['new', 'none'],
    ['old', 'some'],
    ['Sea', 'all'],
  ])
  expect(draft).toMatchObject({ category: undefined, importance: 'high' })
  expect(changeBy(draft, draft)).toEqual({})
})

test('only what became other is changed: a tag put on and taken off again is not', () => {
  const before = draftOf(both, { tags: [], categories: [] })
  const typed = withTag(withTag(withTag(before, 'OLD', true), 'fresh', true), ' ', true)
  const draft = withTag(withTag(withTag(typed, 'sea', false), 'never', true), 'never', false)

  expect(changeBy(draft, before)).toEqual({ add_tags: ['fresh', 'old'], remove_tags: ['Sea'] })
  expect(changeBy({ ...before, category: ' Post ', importance: 'low' }, before)).toEqual({ category: 'Post', importance: 'low' })
  expect(changeBy({ ...before, importance: 'high' }, before)).toEqual({})
})
