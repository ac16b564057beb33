import { expect, test } from 'vitest'
import { z } from 'zod'
import { createNearCache } from '../../../server/stores/near-cache.ts'

const schema = z.object({ n: z.int(), list: z.array(z.int()) })

/** The changes of a shared cache, told by hand. */
function open() {
  const clock = { at: 0 }
  const state = { isHeard: true }
  const listeners: ((key: string | undefined) => void)[] = []
  const changes = { hear: (listener: (typeof listeners)[number]) => void listeners.push(listener), isHeard: () => state.isHeard }
  const near = createNearCache({ now: () => clock.at, changes })
  const keep = (key: string, n: number, ttlMs = 60_000) =>
    near.keep(key, { mark: near.mark(key), schema, value: { n, list: [n] }, ttlMs })
  return { near, keep, clock, state, tell: (key: string | undefined) => listeners.forEach((listener) => void listener(key)) }
}

test('what was kept is found until it changes, or so much changes that nobody knows what', () => {
  const { near, keep, tell } = open()
  for (const key of ['a', 'b']) keep(key, 1)

  tell('a')
  expect([near.find('a', schema), near.find('b', schema)?.value.n]).toEqual([undefined, 1])
  tell(undefined)

  expect(near.find('b', schema)).toBeUndefined()
})

test('what changes while it is on its way is not kept, and neither is the older one of two that were asked for', () => {
  const { near, tell } = open()
  const value = { n: 1, list: [] }

  const before = near.mark('a')
  tell('a')
  near.keep('a', { mark: before, schema, value, ttlMs: 60_000 })
  const [first, second] = [near.mark('b'), near.mark('b')]
  near.keep('b', { mark: first, schema, value, ttlMs: 60_000 })
  expect([near.find('a', schema), near.find('b', schema)]).toEqual([undefined, undefined])
  near.keep('b', { mark: second, schema, value, ttlMs: 60_000 })

  expect(near.find('b', schema)?.value).toBe(value)
})

test('while nobody tells what changes nothing is kept', () => {
  const { near, keep, state } = open()
  state.isHeard = false

  keep('a', 1)

  expect(near.find('a', schema)).toBeUndefined()
})

test('nothing is believed beyond ten seconds, or its own time', () => {
  const { near, keep, clock } = open()
  keep('long', 1)
  keep('short', 1, 3000)

  clock.at = 3000
  expect([near.find('long', schema)?.value.n, near.find('short', schema)]).toEqual([1, undefined])
  clock.at = 10_000

  expect(near.find('long', schema)).toBeUndefined()
})

test('nobody changes it through what he got, and who reads the key as something else does not get it', () => {
  const { near, keep } = open()
  keep('a', 1)

  expect(() => near.find('a', schema)?.value.list.push(2)).toThrow(TypeError)
  expect(near.find('a', z.object({ n: z.int() }))).toBeUndefined()
})

test('a value that came from here is no longer true when it has changed; one that came from elsewhere is not judged', () => {
  const { near, keep, tell } = open()
  keep('a', 1)
  const value = near.find('a', schema)?.value

  expect([near.isStill('a', value), near.isStill('a', { n: 1, list: [1] }), near.isStill('a', undefined)]).toEqual([
    true,
    true,
    true,
  ])
  tell('a')
  expect(near.isStill('a', value)).toBe(false)
  keep('a', 1)
  expect(near.isStill('a', value)).toBe(false)
})

test('of more than ten thousand the one that was kept longest goes', () => {
  const { near, keep } = open()

  for (let n = 0; n <= 10_000; n++) keep(`${n}`, n)

  expect([near.find('0', schema), near.find('1', schema)?.value.n]).toEqual([undefined, 1])
})
