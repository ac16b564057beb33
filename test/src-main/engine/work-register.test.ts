import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createWorkRegister } from '../../../src-main/engine/work-register.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function registerWith(first: number) {
  const setting = { idleMs: first }
  const onIdle = vi.fn<() => void>()
  const register = createWorkRegister({ idleMs: () => setting.idleMs, onIdle })
  const work = (): void => register.begin('work')[Symbol.dispose]()
  return { setting, onIdle, work }
}

test('an idle time that was made longer during the wait is waited for whole', () => {
  const { setting, onIdle, work } = registerWith(1000)

  work()
  setting.idleMs = 3000
  vi.advanceTimersByTime(2999)
  expect(onIdle).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)

  expect(onIdle).toHaveBeenCalledTimes(1)
})

test('"never" chosen during the wait keeps the child, and a shorter time holds from the next work on', () => {
  const { setting, onIdle, work } = registerWith(1000)

  work()
  setting.idleMs = Number.POSITIVE_INFINITY
  vi.advanceTimersByTime(1_000_000)
  expect(onIdle).not.toHaveBeenCalled()
  setting.idleMs = 10
  work()
  vi.advanceTimersByTime(10)

  expect(onIdle).toHaveBeenCalledTimes(1)
})
