import { expect, test } from 'vitest'
import { createModelTurns } from '../../../src-main/engine/model-turns.ts'
import { rpcError } from '../../../src-shared/rpc/errors.ts'

const signal = new AbortController().signal

test('a model is used by many at once, another comes after the last of them, and nobody overtakes who waits', async () => {
  const { take, order } = open()
  const first = await take('a', { signal })
  const second = await take('a', { signal })
  const other = take('b', { signal })
  const late = take('a', { signal })

  first[Symbol.dispose]()
  first[Symbol.dispose]()
  await new Promise(setImmediate)
  expect(order).toEqual(['a', 'a'])

  second[Symbol.dispose]()
  const turn = await other
  await new Promise(setImmediate)
  expect(order).toEqual(['a', 'a', 'b'])
  turn[Symbol.dispose]()
  await late
})

test('calls within a hold go on while another model is waited for; another hold does not', async () => {
  const { take, order } = open()
  const hold = await take('a', { signal, isHold: true })
  const other = take('b', { signal, isHold: true })
  const late = take('a', { signal, isHold: true })

  const call = await take('a', { signal })
  hold[Symbol.dispose]()
  call[Symbol.dispose]()
  const turn = await other
  expect(order).toEqual(['a', 'a', 'b'])
  turn[Symbol.dispose]()
  await late
})

test('who gives up waiting holds nobody up', async () => {
  const { take } = open()
  const giveUp = new AbortController()
  const first = await take('a', { signal })
  const given = take('b', { signal: giveUp.signal })
  const behind = take('a', { signal })

  giveUp.abort()

  await expect(given).rejects.toThrow(expect.objectContaining({ code: rpcError.aborted }))
  await behind
  first[Symbol.dispose]()
  await expect(take('b', { signal: giveUp.signal })).rejects.toThrow(expect.objectContaining({ code: rpcError.aborted }))
})

/** Turns, and for which model they came in which order. */
function open() {
  const turns = createModelTurns()
  const order: string[] = []
  const take: typeof turns.take = async (key, options) => {
    const turn = await turns.take(key, options)
    order.push(key)
    return turn
  }
  return { take, order }
}
