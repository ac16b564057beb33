import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import * as turns from '../../../server/chat/turns.ts'
import { sql } from '../../../server/stores/sql.ts'
import { newId } from '../../../src-shared/ids.ts'
import { lapseClaims } from '../../helpers/server/lapse-claims.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())
afterEach(() => void vi.useRealTimers())

const { store } = server
const deps = { store, now: Date.now }
const hour = 3_600_000

async function newMessage() {
  const { userId } = await server.signUp()
  return { userId, message: 'What can you do?', sessionId: newId(), messageId: newId() }
}

/** One process has it and falls silent, another one takes it over. */
async function takenOver() {
  const wanted = await newMessage()
  const before = await turns.claimTurn(deps, wanted)
  await lapseClaims(store, wanted.userId)
  return { wanted, before, after: await turns.claimTurn(deps, wanted) }
}

const row = z.object({ state: z.string(), reservation_id: z.string().nullable(), is_claimed: z.boolean() })
const rowOf = (userId: string) =>
  store.query(
    sql`SELECT state, reservation_id, claimed_until > now() AS is_claimed FROM chat_turns WHERE user_id = ${userId}`,
    row,
  )

test('a process whose clock is an hour ahead takes over nothing that is being answered, and one that is late holds what it has', async () => {
  const [wanted, other] = [await newMessage(), await newMessage()]
  await turns.claimTurn(deps, wanted)
  await turns.claimTurn({ store, now: () => Date.now() - hour }, other)

  const ahead = turns.claimTurn({ store, now: () => Date.now() + hour }, wanted)
  const beside = turns.claimTurn(deps, other)

  await expect(ahead).rejects.toMatchObject({ code: 'MESSAGE_IN_PROGRESS' })
  await expect(beside).rejects.toMatchObject({ code: 'MESSAGE_IN_PROGRESS' })
})

test('whoever was taken for dead and comes back changes nothing of what another one answers by now', async () => {
  const { wanted, before, after } = await takenOver()
  await turns.noteReservation(deps, after, newId())
  const kept = await rowOf(wanted.userId)

  const changed = [
    await turns.noteReservation(deps, before, newId()),
    await turns.freeTurn(deps, before),
    await turns.failTurn(deps, before),
    await turns.endTurn(deps, before),
  ]

  expect(changed).toEqual([0, 0, 0, 0])
  expect(await turns.placeAnswer(deps, before)).toBeUndefined()
  expect(await rowOf(wanted.userId)).toEqual(kept)
  expect([await turns.standingOf(deps, before), await turns.standingOf(deps, after)]).toEqual(['taken', 'held'])
  expect(await turns.endTurn(deps, after)).toBe(1)
})

test('an answer has one place, whoever keeps it and whenever', async () => {
  const wanted = await newMessage()
  const before = await turns.claimTurn(deps, wanted)
  const place = await turns.placeAnswer(deps, before)
  await lapseClaims(store, wanted.userId)
  const after = await turns.claimTurn(deps, wanted)

  expect(await turns.placeAnswer({ store, now: () => Date.now() + hour }, after)).toEqual(place)
  expect(place).toBeInstanceOf(Date)
})

test('what is answered is claimed as long as it is renewed, and whoever has lost it hears so with the next renewal', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const wanted = await newMessage()
  const first = await turns.claimTurn(deps, wanted)
  using kept = turns.keepClaim(deps, first)
  await lapseClaims(store, wanted.userId)
  vi.advanceTimersByTime(15_000)
  await vi.waitFor(async () => expect(await rowOf(wanted.userId)).toMatchObject([{ is_claimed: true }]), 15_000)
  expect(kept.signal.aborted).toBe(false)

  await lapseClaims(store, wanted.userId)
  await turns.claimTurn(deps, wanted)
  vi.advanceTimersByTime(15_000)

  await vi.waitFor(() => expect(kept.signal.aborted).toBe(true), 15_000)
})

test('the same message in the place of one that was deleted is another turn', async () => {
  const wanted = await newMessage()
  const before = await turns.claimTurn(deps, wanted)
  await turns.forgetTurns(deps, before)
  expect(await turns.standingOf(deps, before)).toBe('gone')

  const after = await turns.claimTurn(deps, wanted)

  expect([await turns.standingOf(deps, before), await turns.standingOf(deps, after)]).toEqual(['gone', 'held'])
})
