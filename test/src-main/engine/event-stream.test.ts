import { expect, test } from 'vitest'
import { streamEvents } from '../../../src-main/engine/event-stream.ts'

test('What was told before a stop comes before the end, so that nothing is missing in between, and what comes after it does not', async () => {
  const stop = new AbortController()
  const told: number[] = []
  const stream = streamEvents<number>(async (emit) => {
    for (const n of [1, 2, 3]) emit(n)
    stop.abort()
    emit(4)
    await new Promise(() => undefined)
  }, stop.signal)

  for await (const n of stream) told.push(n)

  expect(told).toEqual([1, 2, 3])
})

test('A stream that was stopped before it began ends, also when its work never does', async () => {
  const stream = streamEvents<number>(() => new Promise(() => undefined), AbortSignal.abort())

  expect(await Array.fromAsync(stream)).toEqual([])
})

test('What was told before a fault comes before it', async () => {
  const told: number[] = []
  const stream = streamEvents<number>(async (emit) => {
    emit(1)
    throw new Error('broken')
  }, new AbortController().signal)

  await expect(async () => {
    for await (const n of stream) told.push(n)
  }).rejects.toThrow('broken')
  expect(told).toEqual([1])
})
