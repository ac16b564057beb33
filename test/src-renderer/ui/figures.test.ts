import { expect, test } from 'vitest'
import { countText, dayText, durationText, manyText, sizeText } from '../../../src-renderer/ui/figures.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 KB'],
  [48_200, '48 KB'],
  [3_100_000_000, '3.1 GB'],
  [5e15, '5000 TB'],
])('%d bytes read as %s', (bytes, text) => expect(sizeText(bytes)).toBe(text))

test.each([
  [41.6, '42 ms'],
  [412, '0.4 s'],
  [18_000, '18 s'],
  [150_000, '3 min'],
])('%d ms read as %s', (ms, text) => expect(durationText(ms)).toBe(text))

test('one thing has no plural', () => {
  expect([manyText(1, 'document'), manyText(1204, 'page')]).toEqual(['1 document', '1,204 pages'])
})

test('a day of another year tells the year', () => {
  const now = new Date(2026, 4, 20, 14, 5).getTime()

  expect([now, new Date(2026, 3, 2).getTime(), new Date(2025, 3, 2).getTime()].map((at) => dayText(at, { now }))).toEqual([
    'today, 14:05',
    '2 Apr',
    '2 Apr 2025',
  ])
})

test('German figures have a comma, and today has its own word', () => {
  const now = new Date(2026, 4, 20, 14, 5).getTime()

  expect([sizeText(3_100_000_000, 'de'), countText(1204, 'de'), durationText(412, 'de')]).toEqual(['3,1 GB', '1.204', '0,4 s'])
  expect(dayText(now, { now, language: 'de' })).toBe('heute, 14:05')
})
