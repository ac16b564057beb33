import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createAppLock } from '../../../src-main/core/app-lock.ts'
import { type AccessState, accessError } from '../../../src-shared/desktop/access.ts'
import { startError } from '../../../src-shared/desktop/app.ts'
import { lockError } from '../../../src-shared/desktop/lock.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function openLock({ minutes = 0, has = true } = {}) {
  const settings = { minutes, has }
  const lock = createAppLock({
    hasPassphrase: () => settings.has,
    isPassphrase: async (passphrase) => passphrase === 'right',
    minutes: () => settings.minutes,
    now: Date.now,
  })
  const isOpen = (): boolean => {
    try {
      lock.assertAllowed('conversations.list')
      return true
    } catch (error) {
      expect(error).toMatchObject({ code: accessError.locked })
      return false
    }
  }
  return { lock, settings, isOpen, [Symbol.dispose]: () => lock[Symbol.dispose]() }
}

test('locked, everything is refused but the lock itself, until the right passphrase is given', async () => {
  using opened = openLock()
  const { lock, isOpen } = opened

  lock.lock()
  const whileLocked = isOpen()
  await expect(lock.unlock('wrong')).rejects.toMatchObject({ code: startError.wrongPassphrase })
  const afterWrong = isOpen()
  await lock.unlock('right')

  expect([whileLocked, afterWrong, isOpen()]).toEqual([false, false, true])
  expect(() => lock.assertAllowed('access.unlock')).not.toThrow()
})

test('without a passphrase nothing can be locked, neither by hand nor by waiting', async () => {
  using opened = openLock({ minutes: 1, has: false })
  const { lock, isOpen } = opened

  await vi.advanceTimersByTimeAsync(10 * 60_000)

  expect(() => lock.lock()).toThrow(expect.objectContaining({ code: lockError.noPassphrase }))
  expect(isOpen()).toBe(true)
})

test('it locks after so many minutes without a sign of the person, counted from the last one', async () => {
  using opened = openLock({ minutes: 10 })
  const { lock, isOpen } = opened

  await vi.advanceTimersByTimeAsync(9 * 60_000)
  lock.touch()
  await vi.advanceTimersByTimeAsync(9 * 60_000)
  const after18 = isOpen()
  await vi.advanceTimersByTimeAsync(60_000)

  expect([after18, isOpen()]).toEqual([true, false])
})

test('a passphrase that is set later is locked by the time that was chosen before', async () => {
  using opened = openLock({ minutes: 5, has: false })
  await vi.advanceTimersByTimeAsync(7 * 60_000)

  opened.settings.has = true
  await vi.advanceTimersByTimeAsync(5 * 60_000)

  expect(opened.isOpen()).toBe(false)
})

test('after three wrong tries each further one waits longer, even for the right passphrase, and the page is told until when', async () => {
  using opened = openLock()
  const { lock } = opened
  const states: AccessState[] = []
  const watching = new AbortController()
  lock.lock()
  void (async () => {
    for await (const state of lock.watch(watching.signal)) states.push(state)
  })()
  for (let n = 0; n < 3; n++) await lock.unlock('wrong').catch(() => undefined)

  await expect(lock.unlock('right')).rejects.toMatchObject({ code: accessError.tooSoon, data: { retry_at: Date.now() + 2000 } })
  await vi.advanceTimersByTimeAsync(2000)
  await lock.unlock('wrong').catch(() => undefined)
  await expect(lock.unlock('right')).rejects.toMatchObject({ data: { retry_at: Date.now() + 4000 } })
  await vi.advanceTimersByTimeAsync(4000)
  await lock.unlock('right')

  expect(opened.isOpen()).toBe(true)
  expect(states).toContainEqual({ kind: 'locked', isStart: false, retry_at: expect.any(Number) })
  watching.abort()
})
