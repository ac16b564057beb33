import { createHash } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { sql } from '../../../server/stores/sql.ts'
import { createSqlAnalytics } from '../../../server/stores/sql-analytics.ts'
import { rollUpUsage } from '../../../server/usage/roll-up-usage.ts'
import { tellAnalytics } from '../../../server/usage/tell-analytics.ts'
import { reconcileUsage, sweepReservations } from '../../../server/usage/tend-usage.ts'
import { quota } from '../../../src-shared/api/billing.ts'
import { reservation } from '../../../src-shared/api/usage.ts'
import { newId } from '../../../src-shared/ids.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())

const start = server.clock.at
beforeEach(() => {
  server.clock.at = start
})

const hour = 3_600_000

const reserve = (token: string, quantity: number, resource_type = 'background_tasks') =>
  server.call('POST /usage/reservations', { token, body: { resource_type, quantity } })
const held = async (token: string, quantity: number) => reservation.parse((await reserve(token, quantity)).data).reservation_id
const commit = (token: string, id: string, quantity: number) =>
  server.call(`POST /usage/reservations/${id}/commit`, { token, body: { quantity } })
const release = (token: string, id: string) => server.call(`DELETE /usage/reservations/${id}`, { token })
const read = async (token: string, resource = 'background_tasks') =>
  quota.parse((await server.call(`GET /billing/quota/${resource}`, { token })).data)

const use = (quantity: number, at = server.clock.at, usage_id = newId()) => ({
  ...{ usage_id, resource_type: 'messages', quantity, occurred_at: new Date(at).toISOString() },
})
const record = (token: string, ...records: readonly object[]) => server.call('POST /usage', { token, body: { records } })

describe('holding units', () => {
  test('what is held is not there for others, what is committed was used, the rest returns', async () => {
    const { token } = await server.signUp()

    const id = await held(token, 8)
    expect(await read(token)).toMatchObject({ has_quota: true, current_usage: 0, remaining: 2, max_allowed: 10 })
    await commit(token, id, 3)

    expect(await read(token)).toMatchObject({ current_usage: 3, remaining: 7 })
  })

  test('more than there is is refused with what was used, the limit and where to get more', async () => {
    const { token } = await server.signUp()
    await held(token, 10)

    const refused = await reserve(token, 1)

    expect(refused).toMatchObject({
      status: 429,
      error: { code: 'QUOTA_EXCEEDED', details: { current_usage: 10, limit: 10, upgrade_url: '/billing/plans' } },
    })
    expect(await read(token)).toMatchObject({ has_quota: false, remaining: 0 })
  })

  test('of 100 requests on the last unit exactly one is admitted', async () => {
    const { token } = await server.signUp()
    await commit(token, await held(token, 9), 9)

    const all = await Promise.all(Array.from({ length: 100 }, () => reserve(token, 1)))

    expect(all.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(all.filter(({ error }) => error?.code === 'QUOTA_EXCEEDED')).toHaveLength(99)
  })

  test('committing or releasing twice is once, and a released one can still be committed by whoever did the work', async () => {
    const { token } = await server.signUp()
    const [first, second] = [await held(token, 4), await held(token, 4)]

    for (const id of [first, first]) expect((await commit(token, id, 4)).status).toBe(200)
    for (const id of [second, second]) expect((await release(token, id)).status).toBe(200)
    expect(await read(token)).toMatchObject({ current_usage: 4, remaining: 6 })
    await commit(token, second, 2)

    expect(await read(token)).toMatchObject({ current_usage: 6, remaining: 4 })
  })

  test('nothing is counted when nothing was used, and nobody commits more than he held', async () => {
    const { token } = await server.signUp()
    const id = await held(token, 2)

    expect((await commit(token, id, 3)).error).toMatchObject({ code: 'MORE_THAN_HELD', details: { held: 2 } })
    expect((await commit(token, id, 0)).status).toBe(200)

    expect(await read(token)).toMatchObject({ current_usage: 0, remaining: 10 })
  })

  test('what was held and forgotten returns after a quarter of an hour', async () => {
    const { token } = await server.signUp()
    await held(token, 10)

    server.clock.at += 15 * 60_000

    expect((await reserve(token, 10)).status).toBe(201)
  })

  test('what was settled is swept once nobody comes back to it, what is held is not', async () => {
    const { token, userId } = await server.signUp()
    const ids = [await held(token, 1), await held(token, 1), await held(token, 1)]
    await commit(token, ids[0] ?? '', 1)
    await release(token, ids[1] ?? '')
    const left = sql`SELECT id, state FROM quota_reservations WHERE user_id = ${userId}`
    const leftRow = z.object({ id: z.string(), state: z.string() })

    await sweepReservations(server.store, new Date(start + 35 * 24 * hour))
    expect(await server.store.query(left, leftRow)).toHaveLength(3)
    await sweepReservations(server.store, new Date(start + 36 * 24 * hour))

    // It was held until then: the sweep before gave it back, and it is as old as the others.
    expect(await server.store.query(left, leftRow)).toEqual([])
    expect((await read(token)).current_usage).toBe(1)
  })

  test('somebody else’s reservation is not there', async () => {
    const [owner, other] = [await server.signUp(), await server.signUp()]
    const id = await held(owner.token, 1)

    expect((await commit(other.token, id, 1)).error?.code).toBe('NOT_FOUND')
    expect((await release(other.token, id)).error?.code).toBe('NOT_FOUND')
    expect(await read(owner.token)).toMatchObject({ remaining: 9 })
  })
})

describe('recording what devices used', () => {
  test('the same record twice is one use; with other content it is refused and nothing of that upload stays', async () => {
    const { token } = await server.signUp()
    const [one, two] = [use(2), use(3)]

    expect((await record(token, one, two, one)).data).toEqual({ accepted: 2, duplicates: 1 })
    expect((await record(token, one)).data).toEqual({ accepted: 0, duplicates: 1 })
    const refused = await record(token, use(7), { ...one, quantity: 9 })

    expect(refused).toMatchObject({ status: 409, error: { code: 'USAGE_CONFLICT', details: { usage_id: one.usage_id } } })
    expect((await read(token, 'messages')).current_usage).toBe(5)
  })

  test('the same identity in capitals is the same use', async () => {
    const { token } = await server.signUp()
    const one = use(2)

    await record(token, one)
    const twice = await record(token, { ...one, usage_id: one.usage_id.toUpperCase() }, use(1))

    expect(twice.data).toEqual({ accepted: 1, duplicates: 1 })
  })

  test('its time in another spelling is the same use, and so is what a server of before wrote down', async () => {
    const { token } = await server.signUp()
    const second = new Date(Math.floor(server.clock.at / 1000) * 1000).toISOString()
    const one = { ...use(3), occurred_at: second.replace('.000Z', 'Z') }

    const taken = await record(token, one)
    const again = await record(token, { ...one, occurred_at: second })

    expect([taken.data, again.data]).toEqual([
      { accepted: 1, duplicates: 0 },
      { accepted: 0, duplicates: 1 },
    ])
    const written = sql`SELECT payload_hash FROM usage_ledger WHERE usage_id = ${one.usage_id}`
    const text = `["${one.usage_id}","messages",3,"${second}"]`
    expect(await server.store.query(written, z.object({ payload_hash: z.string() }))).toEqual([
      { payload_hash: createHash('sha256').update(text).digest('hex') },
    ])
  })

  test('twenty uploads of the same records at once count once, and the hours add up', async () => {
    const { token, userId } = await server.signUp()
    const records = [use(1, start - hour), use(2, start - hour), use(4)]

    const all = await Promise.all(Array.from({ length: 20 }, () => record(token, ...records)))

    expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
    await server.rollUp()
    const hours = sql`SELECT quantity FROM usage_records WHERE user_id = ${userId} ORDER BY hour_start`
    expect(await server.store.query(hours, z.object({ quantity: z.int() }))).toEqual([{ quantity: 3 }, { quantity: 4 }])
  })

  test('use above the limit is taken all the same; a new message is refused from then on', async () => {
    const { token } = await server.signUp()

    await record(token, use(999), use(2))

    expect(await read(token, 'messages')).toMatchObject({ has_quota: false, current_usage: 1001, remaining: 0 })
    expect((await reserve(token, 1, 'messages')).error?.code).toBe('QUOTA_EXCEEDED')
  })

  test('it counts in the month in which it happened; a clock that runs ahead reaches into no later one', async () => {
    const { token } = await server.signUp()

    await record(token, use(5, Date.UTC(2026, 1, 28, 23, 59)), use(3, Date.UTC(2026, 5, 1)))

    expect(await read(token, 'messages')).toMatchObject({
      ...{ current_usage: 3, period_start: '2026-03-01T00:00:00.000Z', period_end: '2026-04-01T00:00:00.000Z' },
    })
  })

  test('a time that no clock says is refused by its field; no database was asked', async () => {
    const { token } = await server.signUp()

    const answers = await Promise.all(
      ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '1969-12-31T23:59:59Z'].map((occurred_at) =>
        record(token, { ...use(1), occurred_at }),
      ),
    )

    expect(answers.map(({ status, error }) => [status, error?.code])).toEqual(answers.map(() => [422, 'VALIDATION_FAILED']))
  })

  test('a new month begins with nothing used, also in what is read from the cache', async () => {
    const user = await server.signUp()
    await record(user.token, use(5))
    expect((await read(user.token, 'messages')).current_usage).toBe(5)

    server.clock.at = Date.UTC(2026, 3, 1)

    expect((await read(await server.tokenFor(user.userId), 'messages')).current_usage).toBe(0)
  })
})

test('the summary has the reference’s fields', async () => {
  const { token } = await server.signUp()
  await record(token, use(3), { ...use(2), resource_type: 'api_calls' })

  expect((await server.call('GET /billing/usage', { token })).data).toEqual({
    ...{ messages_this_month: 3, api_calls_this_month: 2, quota_remaining: 997 },
    ...{ period_start: '2026-03-01T00:00:00.000Z', period_end: '2026-04-01T00:00:00.000Z' },
  })
})

test('with ENABLE_BILLING=false everything is counted and nothing refused', async () => {
  await using free = await openTestServer({ store: server.store, environment: { ENABLE_BILLING: 'false' } })
  const { token } = await free.signUp()
  const body = { resource_type: 'background_tasks', quantity: 1000 }

  expect((await free.call('POST /usage/reservations', { token, body })).status).toBe(201)
  expect((await free.call('GET /billing/quota/background_tasks', { token })).data).toMatchObject({
    has_quota: true,
    max_allowed: -1,
  })
})

test('the month may begin on another day', async () => {
  await using server15 = await openTestServer({ store: server.store, environment: { BILLING_CYCLE_DAY: '15' } })
  const { token } = await server15.signUp()

  expect((await server15.call('GET /billing/quota/messages', { token })).data).toMatchObject({
    ...{ period_start: '2026-02-15T00:00:00.000Z', period_end: '2026-03-15T00:00:00.000Z' },
  })
})

describe('the hours', () => {
  // The clock of the tests goes back between them.
  beforeEach(() => server.store.run(sql`UPDATE usage_rollup SET rolled_up_to = NULL`))
  const hoursOf = (userId: string) =>
    server.store.query(
      sql`SELECT resource_type, quantity, hour_start FROM usage_records WHERE user_id = ${userId} ORDER BY hour_start`,
      z.object({ resource_type: z.string(), quantity: z.int(), hour_start: z.date() }),
    )
  const seen = async (userId: string, at: number) => createSqlAnalytics(server.store).readDay(userId, new Date(at))

  test('are what the ledger says once it was rolled up, also what came late, and the analytics have as much', async () => {
    const { token, userId } = await server.signUp()
    await record(token, use(2), use(3, start - 3 * hour))
    await server.rollUp()
    await record(token, use(4, start - 3 * hour))
    server.clock.at += 60_000

    expect(await server.rollUp()).toBe(1)
    expect(await server.rollUp()).toBe(0)

    const at = (ms: number) => new Date(Math.floor(ms / hour) * hour)
    expect(await hoursOf(userId)).toEqual([
      { resource_type: 'messages', quantity: 7, hour_start: at(start - 3 * hour) },
      { resource_type: 'messages', quantity: 2, hour_start: at(start) },
    ])
    expect(await seen(userId, start)).toEqual([
      { hour: 9, resource_type: 'messages', count: 7 },
      { hour: 12, resource_type: 'messages', count: 2 },
    ])
  })

  test('are told to the analytics once those are back, each growth once', async () => {
    const { token, userId } = await server.signUp()
    const { store } = server
    const at = () => new Date(server.clock.at)
    const away = new AppError('STORE_UNAVAILABLE', { store: 'scylla', retry_after: 5 })
    await record(token, use(5))
    await rollUpUsage(store, at())
    await expect(tellAnalytics({ store, analytics: { count: () => Promise.reject(away) } }, at())).rejects.toBe(away)
    await record(token, use(2))

    await server.rollUp()
    await server.rollUp()

    expect(await seen(userId, start)).toEqual([{ hour: 12, resource_type: 'messages', count: 7 }])
  })

  test('of clocks that are years off are kept and not told: nobody would find those days again to erase them', async () => {
    const { token, userId } = await server.signUp()
    await record(token, use(1, Date.UTC(1999, 0, 1)), use(1, Date.UTC(2031, 0, 1)))

    await server.rollUp()

    expect(await hoursOf(userId)).toHaveLength(2)
    const all = sql`SELECT date FROM usage_analytics WHERE user_id = ${userId}`
    expect(await server.store.query(all, z.unknown())).toEqual([])
  })

  test('that a rollup after a day without one has to set are all set, step by step', async () => {
    const { userId } = await server.signUp()
    await server.rollUp()
    for (let n = 0; n < 5; n++) {
      server.clock.at += 5 * hour
      await record(await server.tokenFor(userId), use(1))
    }

    expect(await server.rollUp()).toBe(5)

    expect(await hoursOf(userId)).toHaveLength(5)
  })

  test('that were just received are no difference to the reconciliation, which leaves them to the rollup', async () => {
    const { token, userId } = await server.signUp()
    await record(token, use(3))
    await server.rollUp()
    await record(token, use(4))

    expect((await reconcileUsage(server.store, new Date(server.clock.at))).hours).toBe(0)
    await server.rollUp()
    expect(await seen(userId, start)).toEqual([{ hour: 12, resource_type: 'messages', count: 7 }])
    server.clock.at += 300_000
    await server.rollUp()
    await server.store.run(sql`UPDATE usage_records SET quantity = 9 WHERE user_id = ${userId}`)

    expect((await reconcileUsage(server.store, new Date(server.clock.at))).hours).toBe(1)
    expect(await hoursOf(userId)).toMatchObject([{ quantity: 7 }])
  })

  test('of one user who adds up to more than 32 bits are kept, and hold nobody up', async () => {
    const [much, little] = [await server.signUp(), await server.signUp()]
    for (const { token } of [much, little]) await record(token, use(1))
    await server.store.run(sql`
      INSERT INTO usage_ledger (user_id, usage_id, resource_type, quantity, occurred_at, received_at, period_start, source, payload_hash)
      SELECT user_id, gen_random_uuid(), resource_type, 2000000000, occurred_at, received_at, period_start, source, payload_hash
      FROM usage_ledger, generate_series(1, 2) WHERE user_id = ${much.userId}`)
    await server.store.run(sql`UPDATE quotas SET used = 4000000001 WHERE user_id = ${much.userId} AND resource_type = 'messages'`)

    await server.rollUp()

    expect([await hoursOf(much.userId), await hoursOf(little.userId)]).toMatchObject([[{ quantity: 4e9 + 1 }], [{ quantity: 1 }]])
    expect(await reconcileUsage(server.store, new Date(server.clock.at))).toEqual({ hours: 0, quotas: 0 })
    expect((await record(much.token, use(1))).status).toBe(200)
    expect((await read(much.token, 'messages')).current_usage).toBe(4e9 + 2)
  })

  test('of an account that was erased meanwhile hold nobody up', async () => {
    const [gone, stays] = [await server.signUp(), await server.signUp()]
    for (const { token } of [gone, stays]) await record(token, use(1))
    await server.call('DELETE /users/me', { token: gone.token, body: { current_password: gone.password } })

    await server.rollUp()

    expect([(await hoursOf(gone.userId)).length, (await hoursOf(stays.userId)).length]).toEqual([0, 1])
  })
})
