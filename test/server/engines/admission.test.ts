import { expect, test } from 'vitest'
import { createAdmission } from '../../../server/engines/admission.ts'

const { signal } = new AbortController()
const limits = { atOnce: 1, waiting: 2, ofOneUser: 2, retryAfterSeconds: 5 }

/** Asks for a turn and says whether it has come. */
function watched(turn: Promise<void>) {
  const seen = { hasCome: false }
  const done = turn.then(() => {
    seen.hasCome = true
  })
  return { seen, done }
}

test('turns come one after another, in the order of asking', async () => {
  const { enter } = createAdmission(limits)
  const [first, second, third] = [enter('a'), enter('b'), enter('c')]
  const turns = [first, second, third].map((place) => watched(place.turn(signal)))
  await turns[0]?.done
  expect(turns.map(({ seen }) => seen.hasCome)).toEqual([true, false, false])

  first[Symbol.dispose]()
  await turns[1]?.done
  expect(turns.map(({ seen }) => seen.hasCome)).toEqual([true, true, false])

  second[Symbol.dispose]()
  await turns[2]?.done
})

test('who finds it full is refused at once and told when to come back, until somebody leaves', () => {
  const { enter } = createAdmission(limits)
  const places = ['a', 'b', 'c'].map(enter)

  expect(() => enter('d')).toThrow(expect.objectContaining({ code: 'OVERLOADED', data: { retry_after: 5 } }))
  places[1]?.[Symbol.dispose]()
  enter('d')
})

test('nobody fills it alone', () => {
  const { enter } = createAdmission(limits)
  const own = [enter('a'), enter('a')]

  expect(() => enter('a')).toThrow(expect.objectContaining({ code: 'RATE_LIMITED', data: { retry_after: 5 } }))
  enter('b')
  own[0]?.[Symbol.dispose]()
  enter('a')
})

test('who gives up while waiting holds up nobody', async () => {
  const { enter } = createAdmission({ ...limits, waiting: 3 })
  const giving = new AbortController()
  const [working, leaving, left, last] = [enter('a'), enter('b'), enter('c'), enter('d')]
  await working.turn(signal)
  const turns = [leaving.turn(giving.signal), left.turn(signal), last.turn(signal)]

  giving.abort()
  left[Symbol.dispose]()
  working[Symbol.dispose]()

  await expect(turns[0]).rejects.toMatchObject({ code: 'aborted' })
  await expect(turns[1]).rejects.toMatchObject({ code: 'aborted' })
  await turns[2]
})

test('a place that was left twice is free once', async () => {
  const { enter } = createAdmission(limits)
  const place = enter('a')
  await place.turn(signal)
  place[Symbol.dispose]()
  place[Symbol.dispose]()

  const [one, other] = [enter('b'), enter('c')].map((next) => watched(next.turn(signal)))

  await one?.done
  expect(other?.seen.hasCome).toBe(false)
})
