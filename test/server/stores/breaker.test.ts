import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createBreaker } from '../../../server/stores/breaker.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A store that is away until it is told otherwise, and how often it was asked. */
function store() {
  const seen = { asked: 0, error: new AppError('STORE_UNAVAILABLE', { store: 'scylla', retry_after: 5 }) as Error | undefined }
  const call = async () => {
    seen.asked++
    if (seen.error !== undefined) throw seen.error
    return 'answered'
  }
  return { seen, call }
}

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: unknown) => (error instanceof AppError ? error.code : 'other'),
  )

test('a store that five calls in a row found away is left alone for two seconds, and used again when the first finds it back', async () => {
  const { seen, call } = store()
  const ask = createBreaker('scylla')
  for (let n = 0; n < 5; n++) await codeOf(ask(call))

  await expect(ask(call)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', data: { store: 'scylla', retry_after: 2 } })
  expect(seen.asked).toBe(5)

  vi.advanceTimersByTime(2000)
  expect([await codeOf(ask(call)), await codeOf(ask(call))]).toEqual(['STORE_UNAVAILABLE', 'STORE_UNAVAILABLE'])
  expect(seen.asked).toBe(6)

  vi.advanceTimersByTime(2000)
  seen.error = undefined
  expect([await codeOf(ask(call)), await codeOf(ask(call))]).toEqual(['answered', 'answered'])
})

test('what is wrong with a statement says nothing about the store', async () => {
  const { seen, call } = store()
  seen.error = new Error('a fault of ours')
  const ask = createBreaker('scylla')

  for (let n = 0; n < 20; n++) expect(await codeOf(ask(call))).toBe('other')

  expect(seen.asked).toBe(20)
})

test('one that is away now and then is asked each time', async () => {
  const { seen, call } = store()
  const ask = createBreaker('scylla')
  const away = seen.error

  for (let n = 0; n < 12; n++) {
    seen.error = n % 4 === 3 ? undefined : away
    await codeOf(ask(call))
  }

  expect(seen.asked).toBe(12)
})
