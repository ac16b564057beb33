import { expect, test } from 'vitest'
import { landingOf, marksOn, pageAt } from '../../../../src-renderer/sources/pdf/page-marks.ts'

const pages = [
  { page: 1, start: 0, end: 100 },
  { page: 2, start: 102, end: 200 },
  { page: 3, start: 202, end: 202 },
]
const [first, second, third] = pages
const source = { start: 80, end: 150 }
const wish = { source, sentence: [40, 60], at: [80, 150] } as const

test('a passage over two pages is marked on both, its sentence where it stands, and that is where one lands', () => {
  expect(first && marksOn(first, wish)).toEqual({ passage: [80, 100], sentence: undefined, here: undefined })
  expect(second && marksOn(second, wish)).toEqual({ passage: [0, 48], sentence: [18, 38], here: undefined })
  expect(third && marksOn(third, wish)).toBeUndefined()
  expect(pageAt(pages, landingOf(wish))).toBe(2)
})

test('what is found elsewhere in the document is marked beside the passage, and is where one lands', () => {
  const found = { ...wish, at: [160, 165] } as const

  expect(second && marksOn(second, found)).toMatchObject({ here: [58, 63] })
  expect(pageAt(pages, landingOf(found))).toBe(2)
})

test('a place between two pages belongs to the next, one behind the end to the last', () => {
  expect([pageAt(pages, 101), pageAt(pages, 999), pageAt([], 5)]).toEqual([2, 3, 1])
})
