import { expect, test } from 'vitest'
import { benchmarks } from './benchmarks.ts'
import { chooseBenchmarks } from './choose-benchmarks.ts'
import { goalOf, judge, readGoals } from './goals.ts'
import { formatTable } from './table.ts'

const goals = readGoals()

test('a figure over its most or under its least is a miss, one at the limit is not', () => {
  const most = goalOf(goals, 'chat.first_token_added_ms')
  const least = goalOf(goals, 'chat.tokens_per_s_ratio')

  expect(judge({ figure: 15 }, most)).toBe('met')
  expect(judge({ figure: 15.1 }, most)).toBe('missed')
  expect(judge({ figure: 0.96 }, least)).toBe('missed')
})

test('what could not be measured is no success, and a row without a goal is neither', () => {
  expect(judge({ figure: null }, goalOf(goals, 'store.fsyncs_per_acknowledged'))).toBe('not measured')
  expect(judge({ figure: Number.NaN }, goalOf(goals, 'store.open_ms'))).toBe('not measured')
  expect(judge({ figure: 1 }, goalOf(goals, 'store.open_ms.n5k'))).toBe('no goal')
})

test('a goal for every size is found by the size in the row’s name', () => {
  expect(goalOf(goals, 'vectors.10m.b.p95_ms')?.max).toBe(20)
  expect(goalOf(goals, 'vectors.100k.a.filter_recall5')?.min).toBe(0.95)
  expect(goalOf(goals, 'vectors.5k.a.p95_ms')).toBeUndefined()
})

test('the table says which rows missed', () => {
  const rows = [{ name: 'store.open_ms', figure: 200, unit: 'ms', n: 9, note: 'slow | shared' }]

  expect(formatTable(rows, goals, { isMarkdown: false })).toMatch(/store\.open_ms +200 ms +≤ 150 +missed/)
  expect(formatTable(rows, goals, { isMarkdown: true })).toContain('| missed | 9 | slow \\| shared |')
})

test('an unknown name is refused with the names there are', () => {
  expect(() => chooseBenchmarks('chatt', benchmarks)).toThrow(
    /no benchmark called chatt.*all, chat, embed, import, store, page, fulltext, retrieval/,
  )
  expect(() => chooseBenchmarks(undefined, benchmarks)).toThrow(RangeError)
})

test('a group, a row and all are known', () => {
  expect(chooseBenchmarks('store', benchmarks)).toHaveLength(2)
  expect(chooseBenchmarks('store.newest_page_ms', benchmarks)).toHaveLength(1)
  expect(chooseBenchmarks('all', benchmarks)).toEqual(benchmarks)
})

test('every group that is measured gives every row its goals name', () => {
  const measured = new Set(benchmarks.flatMap(({ rows }) => rows))
  const wanted = [...new Set(benchmarks.map(({ group }) => group))].flatMap((group) => Object.keys(goals[group] ?? {}))

  expect(wanted.filter((name) => !measured.has(name))).toEqual([])
})
