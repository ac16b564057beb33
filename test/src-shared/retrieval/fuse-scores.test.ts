import { expect, test } from 'vitest'
import { fuseScores } from '../../../src-shared/retrieval/fuse-scores.ts'

test('a hit that stands out beats one that is first by a hair', () => {
  const words = [
    { id: 'a', score: 10.1 },
    { id: 'b', score: 10 },
  ]
  const meaning = [
    { id: 'b', score: 0.8 },
    { id: 'a', score: 0.4 },
    { id: 'c', score: 0.3 },
  ]

  const fused = fuseScores([
    { hits: words, weight: 0.5, floor: 'zero' },
    { hits: meaning, weight: 0.5, floor: 'worst' },
  ])

  expect(fused.map(({ id }) => id)).toEqual(['b', 'a', 'c'])
  expect(fused[0]?.score).toBeCloseTo(0.5 * (10 / 10.1) + 0.5, 5)
})

test('a list with one hit, or with all hits alike, counts in full', () => {
  expect(fuseScores([{ hits: [{ id: 'a', score: 0.2 }], weight: 1, floor: 'worst' }])).toEqual([{ id: 'a', score: 1 }])
})

test('lists without hits change nothing', () => {
  expect(fuseScores([{ hits: [], weight: 1, floor: 'zero' }])).toEqual([])
})
