import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createPatience } from '../../../src-main/engine/patience.ts'

async function* items(waits: readonly number[]): AsyncGenerator<number, void> {
  for (const ms of waits) {
    await delay(ms)
    yield ms
  }
}

test('what is done with an item does not count, the waiting for all of them does', async () => {
  let over = 0
  const patience = createPatience(1000, () => over++)
  for await (const _ of patience.with(items([1, 1, 1]))) await delay(400)
  expect([over, patience.isOver()]).toEqual([0, false])

  const short = createPatience(150, () => over++)
  for await (const _ of short.with(items([100, 400])));
  expect([over, short.isOver()]).toEqual([1, true])
})

test('a consumer that leaves ends what gives the items', async () => {
  let isEnded = false
  async function* endless(): AsyncGenerator<number, void> {
    try {
      for (;;) yield 1
    } finally {
      isEnded = true
    }
  }

  for await (const _ of createPatience(1000, () => {}).with(endless())) break

  expect(isEnded).toBe(true)
})
