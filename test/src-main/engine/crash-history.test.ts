import { expect, test } from 'vitest'
import { createCrashHistory } from '../../../src-main/engine/crash-history.ts'

function historyAt(clock: { ms: number }) {
  return createCrashHistory({ now: () => clock.ms, limit: 5, windowMs: 60_000, firstDelayMs: 100, longestDelayMs: 1_000 })
}

test('the pause doubles with every crash up to its longest, and is counted from the last crash', () => {
  const clock = { ms: 0 }
  const history = historyAt(clock)
  const pauses: number[] = [history.delayMs()]

  for (let n = 0; n < 6; n++) {
    history.note(['answer'])
    pauses.push(history.delayMs())
  }
  clock.ms = 400

  expect(pauses).toEqual([0, 100, 200, 400, 800, 1_000, 1_000])
  expect(history.delayMs()).toBe(600)
})

test('crashes that lie more than a minute apart are no loop', () => {
  const clock = { ms: 0 }
  const history = historyAt(clock)

  for (let n = 0; n < 20; n++) {
    history.note(['answer'])
    clock.ms += 15_001
  }

  expect(history.count()).toBe(3)
  expect(history.isLoop()).toBe(false)
})
