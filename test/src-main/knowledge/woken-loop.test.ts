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

test('whoever is alone waits for what is in hand, and nothing begins before the last of several is done', async () => {
  const steps: string[] = []
  const inHand = Promise.withResolvers<void>()
  const apart = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const
  const loop = createWokenLoop({
    async work() {
      if (loop.isHeld()) return
      steps.push('work')
      await inHand.promise
    },
    letGo: () => void steps.push('let go'),
    onFault: () => {},
    ended: new AbortController().signal,
    pauseMs: 1,
  })
  loop.wake()

  const both = apart.map((each, n) =>
    loop.alone(() => {
      steps.push(`alone ${n}`)
      return each.promise
    }),
  )
  expect(steps).toEqual(['work', 'let go', 'let go'])
  inHand.resolve()
  await loop.idle()
  apart[0].resolve()
  await both[0]
  loop.wake()
  await loop.idle()
  expect(steps).toEqual(['work', 'let go', 'let go', 'alone 0', 'alone 1'])

  apart[1].resolve()
  await both[1]
  await loop.idle()
  expect(steps.at(-1)).toBe('work')
})
