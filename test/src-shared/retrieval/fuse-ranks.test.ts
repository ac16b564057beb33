import { expect, test } from 'vitest'
import { fuseRanks } from '../../../src-shared/retrieval/fuse-ranks.ts'

test('what two rankings place high comes before what one places first', () => {
  const fused = fuseRanks([
    { ids: ['a', 'b', 'c'], weight: 1 },
    { ids: ['d', 'b', 'e'], weight: 1 },
  ])

  expect(fused[0]).toEqual({ id: 'b', score: 2 / 62 })
})

test('a heavier ranking decides between firsts', () => {
  const fused = fuseRanks([
    { ids: ['words'], weight: 1 },
    { ids: ['meaning'], weight: 1.5 },
  ])

  expect(fused.map(({ id }) => id)).toEqual(['meaning', 'words'])
})

test('an id counts once in a ranking, at its best place', () => {
  expect(fuseRanks([{ ids: ['a', 'a', 'b'], weight: 1 }])).toEqual([
    { id: 'a', score: 1 / 61 },
    { id: 'b', score: 1 / 62 },
  ])
})
