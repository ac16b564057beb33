import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepIndexed } from '../../../src-main/search/keep-indexed.ts'
import { openTestDb } from '../../helpers/test-db.ts'
import { addDocuments, addVectors, clustered } from '../../helpers/vector-store.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
afterEach(() => void vi.useRealTimers())

/** A store that wants its lists: they were begun and never finished. */
function openWanting() {
  const db = openTestDb()
  addVectors(db, addDocuments(db), clustered(1, { count: 3, dimension: 8 }))
  db.transact((tx) => tx.prepare('INSERT INTO vector_builds VALUES (1, 1, 1, 3, 0, 0, 0)').run())
  return db
}

const nothing = async (): Promise<void> => {}

test('what the index wants is done once at a time, and again when it wants more', async () => {
  using db = openWanting()
  const work = Promise.withResolvers<void>()
  const maintain = vi.fn(() => work.promise)
  await using _ = keepIndexed({ db, maintain, stop: nothing, onFault: () => {}, everyMs: 10 })

  vi.advanceTimersByTime(35)
  expect(maintain).toHaveBeenCalledTimes(1)
  work.resolve()
  await new Promise(setImmediate)
  vi.advanceTimersByTime(10)

  expect(maintain).toHaveBeenCalledTimes(2)
})

test('a store that wants nothing costs no child', async () => {
  using db = openTestDb()
  const maintain = vi.fn(nothing)
  await using _ = keepIndexed({ db, maintain, stop: nothing, onFault: () => {}, everyMs: 10 })

  vi.advanceTimersByTime(100)

  expect(maintain).not.toHaveBeenCalled()
})

test('while the file is needed alone, what ran is ended first and nothing begins', async () => {
  using db = openWanting()
  const order: string[] = []
  const maintain = (signal: AbortSignal) =>
    new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  const faults: unknown[] = []
  const stop = async () => void order.push('stopped')
  await using keeper = keepIndexed({ db, maintain, stop, onFault: (_, error) => void faults.push(error), everyMs: 10 })
  vi.advanceTimersByTime(10)

  await keeper.alone(async () => {
    vi.advanceTimersByTime(50)
    order.push('alone')
  })

  expect(order).toEqual(['stopped', 'alone'])
  expect(faults).toEqual([])
})

test('a fault is told, and does not end the looking', async () => {
  using db = openWanting()
  const faults: unknown[] = []
  const maintain = async () => {
    throw new RangeError('broken')
  }
  await using _ = keepIndexed({ db, maintain, stop: nothing, onFault: (_, error) => void faults.push(error), everyMs: 10 })

  vi.advanceTimersByTime(10)
  await new Promise(setImmediate)
  vi.advanceTimersByTime(10)
  await new Promise(setImmediate)

  expect(faults).toHaveLength(2)
})
