import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPulse } from '../../../server/stores/pulse.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const unavailable = expect.objectContaining({ code: 'STORE_UNAVAILABLE' })

/** A store that answers pings until it is frozen, and how often it was pinged. */
function openStore() {
  const seen = { isFrozen: false, pings: 0 }
  const ping = async (): Promise<void> => {
    seen.pings++
    if (seen.isFrozen) await new Promise(() => {})
  }
  return { seen, pulse: createPulse({ store: 'postgres', ping, patienceMs: 750, answerMs: 750 }) }
}

const never = (): Promise<never> => new Promise(() => {})

test('of a frozen store everybody who waits is told within two seconds, whoever comes then at once, and it is used again when it answers', async () => {
  const { seen, pulse } = openStore()
  using _ = pulse
  seen.isFrozen = true
  const told = Promise.allSettled([pulse.guard(never), pulse.guard(never)])

  await vi.advanceTimersByTimeAsync(2000)

  expect((await told).map((each) => each.status === 'rejected' && each.reason)).toEqual([unavailable, unavailable])
  const calls = vi.fn(async () => 'answered')
  await expect(pulse.guard(calls)).rejects.toEqual(unavailable)
  expect(calls).not.toHaveBeenCalled()
  seen.isFrozen = false
  await vi.advanceTimersByTimeAsync(1500)
  expect(await pulse.guard(calls)).toBe('answered')
})

test('a call that waits for a lock is waited for as long as the store answers', async () => {
  const { seen, pulse } = openStore()
  using _ = pulse
  const { promise, resolve } = Promise.withResolvers<string>()
  const waiting = pulse.guard(() => promise)

  await vi.advanceTimersByTimeAsync(30_000)
  resolve('at last')

  expect(await waiting).toBe('at last')
  expect(seen.pings).toBeGreaterThan(10)
})

test('a call that found the store away has it asked at once; what is wrong with a statement does not', async () => {
  const { seen, pulse } = openStore()
  using _ = pulse
  const fails = (error: Error) => pulse.guard(() => Promise.reject(error)).catch(() => undefined)

  await fails(new Error('a fault of ours'))
  expect(seen.pings).toBe(0)
  await fails(new AppError('STORE_UNAVAILABLE', { store: 'postgres', retry_after: 5 }))
  expect(seen.pings).toBe(1)

  await vi.advanceTimersByTimeAsync(250)
  expect(await pulse.guard(async () => 'it was the pool that was empty')).toBeDefined()
})
