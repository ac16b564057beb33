import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { sql } from '../../../server/stores/sql.ts'
import { limitQuotas } from '../../../server/usage/quotas.ts'
import { reservation } from '../../../src-shared/api/usage.ts'
import { newId } from '../../../src-shared/ids.ts'
import { openTestServer, type TestServer, type TestUser } from '../../helpers/server/open-test-server.ts'

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())

const raisedRow = z.object({ metadata: z.object({ resource_type: z.string(), percent: z.int() }) })

async function raised({ userId }: TestUser): Promise<string[]> {
  const rows = await server.store.query(
    sql`SELECT metadata FROM billing_history WHERE user_id = ${userId} AND event_type = 'usage_threshold_reached' ORDER BY seq`,
    raisedRow,
  )
  return rows.map(({ metadata: { resource_type, percent } }) => `${resource_type} ${percent}`)
}

const use = (quantity: number, resource_type = 'messages', usage_id = newId()) => ({
  ...{ usage_id, resource_type, quantity, occurred_at: new Date(server.clock.at).toISOString() },
})
const record = async (user: TestUser, ...records: readonly object[]) => {
  const { status } = await server.call('POST /usage', { token: await server.tokenFor(user.userId), body: { records } })
  expect(status).toBe(200)
}

test('80 and 100 per cent of a meter are told once each, however often what is used grows', async () => {
  const user = await server.signUp()

  await record(user, use(799))
  expect(await raised(user)).toEqual([])
  await record(user, use(1))
  await record(user, use(1))
  expect(await raised(user)).toEqual(['messages 80'])
  await record(user, use(199))
  await record(user, use(500))

  expect(await raised(user)).toEqual(['messages 80', 'messages 100'])
})

test('an upload of many records is one use: what is told of it is all that was used', async () => {
  const user = await server.signUp()

  await record(user, use(800), use(50), use(30))

  const told = await server.store.query(
    sql`SELECT metadata FROM billing_history WHERE user_id = ${user.userId} AND event_type = 'usage_threshold_reached'`,
    z.object({ metadata: z.object({ percent: z.int(), used: z.int() }) }),
  )
  expect(told.map(({ metadata }) => [metadata.percent, metadata.used])).toEqual([[80, 880]])
})

test('a leap over both tells both, another meter is another, and a month later they are told again', async () => {
  const user = await server.signUp()

  await record(user, use(1000), use(85, 'api_calls'))
  expect((await raised(user)).toSorted()).toEqual(['api_calls 80', 'messages 100', 'messages 80'])
  server.clock.at += 31 * 24 * 3_600_000
  await record(user, use(800))

  expect((await raised(user)).filter((each) => each === 'messages 80')).toHaveLength(2)
})

test('what was held and then used counts too; twenty at once that reach it tell it once', async () => {
  const user = await server.signUp()
  const token = await server.tokenFor(user.userId)
  const body = { resource_type: 'api_calls', quantity: 5 }
  const ids = await Promise.all(
    Array.from({ length: 20 }, async () =>
      reservation.parse((await server.call('POST /usage/reservations', { token, body })).data),
    ),
  )
  expect(await raised(user)).toEqual([])

  await Promise.all(
    ids.map(({ reservation_id }) =>
      server.call(`POST /usage/reservations/${reservation_id}/commit`, { token, body: { quantity: 5 } }),
    ),
  )

  expect((await raised(user)).toSorted()).toEqual(['api_calls 100', 'api_calls 80'])
})

test('of a plan with another limit both are told again, in the same month', async () => {
  const user = await server.signUp()
  await record(user, use(1000))
  const { userId } = user
  await server.store.transact((tx) => limitQuotas(tx, userId, { plan: 'pro', now: new Date(server.clock.at) }))

  for (let n = 0; n < 9; n++) await record(user, use(1000))

  expect(await raised(user)).toEqual(['messages 80', 'messages 100', 'messages 80', 'messages 100'])
})

test('an upload that is refused as a whole tells nothing; the same one twice tells once', async () => {
  const user = await server.signUp()
  const first = use(1)
  await record(user, first)

  const refused = await server.call('POST /usage', {
    ...{ token: await server.tokenFor(user.userId), body: { records: [use(900), { ...first, quantity: 2 }] } },
  })

  expect([refused.status, await raised(user)]).toEqual([409, []])
  const most = use(900)
  await record(user, most)
  await record(user, most)
  expect(await raised(user)).toEqual(['messages 80'])
})

test('where nothing is limited nothing is told', async () => {
  await using unlimited: TestServer = await openTestServer({ store: server.store, environment: { ENABLE_BILLING: 'false' } })
  const user = await unlimited.signUp()

  await unlimited.call('POST /usage', {
    token: user.token,
    body: { records: [{ ...use(1000), occurred_at: new Date(unlimited.clock.at).toISOString() }] },
  })

  expect(await raised(user)).toEqual([])
})
