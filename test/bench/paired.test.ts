import { expect, test } from 'vitest'
import { measurePairs, summarise } from './paired.ts'
import { median, percentile } from './statistics.ts'

test('the figures are medians of the pairs’ own differences and ratios, so one slow pair changes nothing', () => {
  const { difference, ratio } = summarise([
    { ours: 12, theirs: 10 },
    { ours: 500, theirs: 10 },
    { ours: 24, theirs: 20 },
    { ours: 120, theirs: 100 },
    { ours: 11, theirs: 10 },
  ])

  expect(difference).toBe(4)
  expect(ratio).toBe(1.2)
})

test('both are measured in turn, who begins changes, warm-ups do not count and five pairs are the fewest', async () => {
  const order: string[] = []
  const measure = (name: string) => async (run: number) => order.push(`${name}${run}`)

  const { pairs } = await measurePairs(measure('a'), measure('b'), { pairs: 1, warmUps: 2 })

  expect(pairs).toHaveLength(5)
  expect(order.slice(0, 6)).toEqual(['a0', 'b0', 'b1', 'a1', 'a2', 'b2'])
})

test('an even number of values has its median between the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.95)).toBe(10)
})
