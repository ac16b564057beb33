import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { limitRate } from '../../../src-main/models/limit-rate.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the first value passes at once, then at most one per interval, the newest never lost', () => {
  const passed: number[] = []
  using limited = limitRate(200, Date.now, (value: number) => void passed.push(value))

  for (let value = 1; value <= 100; value += 1) {
    limited.tell(value)
    vi.advanceTimersByTime(10)
  }
  vi.advanceTimersByTime(1000)

  expect(passed[0]).toBe(1)
  expect(passed.at(-1)).toBe(100)
  expect(passed.length).toBeLessThanOrEqual(7)
})

test('after disposal nothing comes late', () => {
  const passed: number[] = []
  {
    using limited = limitRate(200, Date.now, (value: number) => void passed.push(value))
    limited.tell(1)
    limited.tell(2)
  }

  vi.advanceTimersByTime(1000)

  expect(passed).toEqual([1])
})
