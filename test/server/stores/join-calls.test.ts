import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { joinCalls } from '../../../server/stores/join-calls.ts'

function recorded(most: number) {
  const asked: (readonly number[])[] = []
  const call = joinCalls(most, async (inputs: readonly number[]) => {
    asked.push(inputs)
    return inputs.map((each) => each * 10)
  })
  return { asked, call }
}

test('calls of one turn are one, and each gets its own answer; those of the next turn are another', async () => {
  const { asked, call } = recorded(10)

  const first = Promise.all([call(1), call(2), call(2)])
  await turn()
  const second = call(3)

  expect(await first).toEqual([10, 20, 20])
  expect(await second).toBe(30)
  expect(asked).toEqual([[1, 2, 2], [3]])
})

test('more than may go together go one after the other', async () => {
  const { asked, call } = recorded(2)

  expect(await Promise.all([1, 2, 3, 4, 5].map(call))).toEqual([10, 20, 30, 40, 50])

  expect(asked).toEqual([[1, 2], [3, 4], [5]])
})

test('a failure is that of all who were part of it, and of nobody else', async () => {
  const call = joinCalls(2, async (inputs: readonly string[]) => {
    if (inputs.includes('bad')) throw new RangeError('refused')
    return inputs
  })

  const settled = await Promise.allSettled([call('a'), call('bad'), call('b')])

  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
})

test('whoever is not answered hears so instead of waiting for ever', async () => {
  const call = joinCalls(10, async (inputs: readonly number[]) => inputs.slice(1))

  await expect(Promise.all([call(1), call(2)])).rejects.toThrow('fewer answers than calls')
})
