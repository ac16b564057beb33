import { expect, test } from 'vitest'
import { createWokenLoop } from '../../../src-main/knowledge/woken-loop.ts'

test('a call in any turn between the last look and the end is not lost', async () => {
  for (let turns = 0; turns < 12; turns++) {
    let done = 0
    const loop = createWokenLoop({
      work: async () => void done++,
      onFault: () => {},
      ended: new AbortController().signal,
      pauseMs: 1,
    })

    loop.wake()
    for (let turn = 0; turn < turns; turn++) await Promise.resolve()
    loop.wake()
    await loop.idle()

    expect([turns, done]).toEqual([turns, 2])
  }
})

test('after a fault it is tried again, and nothing begins once it is over', async () => {
  const ending = new AbortController()
  const faults: unknown[] = []
  const worked = Promise.withResolvers<void>()
  let done = 0
  const loop = createWokenLoop({
    async work() {
      done++
      if (done === 1) throw new Error('the disk is full')
      worked.resolve()
    },
    onFault: (error) => void faults.push(error),
    ended: ending.signal,
    pauseMs: 5,
  })

  loop.wake()
  await worked.promise
  ending.abort()
  loop.wake()
  await loop.idle()

  expect(faults).toHaveLength(1)
  expect(done).toBe(2)
})
