import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { sql } from '../../../server/stores/sql.ts'
import { readOne } from '../../../server/stores/sql-store.ts'
import { newId } from '../../../src-shared/ids.ts'
import { holdLock, waitForBlocked } from '../../helpers/server/hold-lock.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { openTestDatabase } from '../../helpers/server/test-database.ts'

// What happens to one user at the same moment, on a PostgreSQL with sessions of its own for each request.

const store = await openTestDatabase()
const server = await openTestServer({ store })
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await store[Symbol.asyncDispose]()
})

const [february, march] = [Date.UTC(2026, 1, 10, 8), Date.UTC(2026, 2, 10, 8)]
const auditLock = sql`SELECT pg_advisory_xact_lock(4871002)`

const use = (resource_type: string, at: number, usage_id = newId()) => ({
  ...{ usage_id, resource_type, quantity: 1, occurred_at: new Date(at).toISOString() },
})
const record = (token: string, ...records: readonly object[]) => server.call('POST /usage', { token, body: { records } })
const upgrade = (token: string, plan_type = 'pro') =>
  server.call('PUT /billing/subscription', { token, body: { plan_type, billing_cycle: 'monthly' } })
const quotaOf = async (token: string) =>
  z.object({ max_allowed: z.int() }).parse((await server.call('GET /billing/quota/messages', { token })).data)

const quotaRow = (userId: string, resource: string, at: number) => sql`
  SELECT 1 FROM quotas
  WHERE user_id = ${userId} AND resource_type = ${resource} AND period_start <= ${new Date(at)} AND period_end > ${new Date(at)} FOR UPDATE`

test('two changes of the plan at once are both answered, and one subscription is active', async () => {
  const { token, userId } = await server.signUp()
  const held = await holdLock(store, sql`SELECT id FROM subscriptions WHERE user_id = ${userId} FOR UPDATE`)
  const both = Promise.all([upgrade(token, 'pro'), upgrade(token, 'enterprise')])
  await waitForBlocked(store, 2)

  await held.release()

  expect((await both).map(({ status }) => status)).toEqual([200, 200])
  const active = sql`SELECT plan_type FROM subscriptions WHERE user_id = ${userId} AND status = 'active'`
  expect(await store.query(active, z.unknown())).toEqual([{ plan_type: 'enterprise' }])
})

test('a quota that is opened beside an upgrade has the limit of the new plan', async () => {
  const { token } = await server.signUp()
  const held = await holdLock(store, auditLock)
  const upgrading = upgrade(token)
  await waitForBlocked(store, 1)
  const reading = quotaOf(token)
  await Promise.race([reading, waitForBlocked(store, 2)])

  await held.release()

  expect((await upgrading).status).toBe(200)
  await reading
  expect(await quotaOf(token)).toEqual({ max_allowed: 10_000 })
})

test('two uploads that reach into two months, each in its own order, both arrive', async () => {
  const { token, userId } = await server.signUp()
  const [a, b, c, d] = Array.from({ length: 4 }, () => newId()).toSorted()
  await record(token, use('messages', february), use('messages', march))
  const held = await holdLock(store, quotaRow(userId, 'messages', february))
  const one = record(token, use('messages', february, a), use('messages', march, b))
  await waitForBlocked(store, 1)
  const other = record(token, use('messages', march, c), use('messages', february, d))
  await waitForBlocked(store, 2)

  await held.release()

  expect([(await one).status, (await other).status]).toEqual([200, 200])
})

test('an upload beside an upgrade arrives, and the upgrade too', async () => {
  const { token, userId } = await server.signUp()
  const both = () => record(token, use('api_calls', march), use('messages', march))
  await both()
  const held = await holdLock(store, quotaRow(userId, 'api_calls', march))
  const uploading = both()
  await waitForBlocked(store, 1)
  const upgrading = upgrade(token)
  await waitForBlocked(store, 2)

  await held.release()

  expect([(await uploading).status, (await upgrading).status]).toEqual([200, 200])
})

test('an hour that two uploads of two months reach at once is summed up over both', async () => {
  const { token, userId } = await server.signUp()
  const turn = Date.UTC(2026, 3, 1)
  const start = server.clock.at
  await record(token, use('messages', march))
  const held = await holdLock(
    store,
    sql`SELECT 1 FROM quotas WHERE user_id = ${userId} AND resource_type = 'messages' FOR UPDATE`,
  )
  server.clock.at = turn - 1000
  const [early, late] = [await server.tokenFor(userId), await server.tokenFor(userId)]
  // The clock of this device runs ahead: its use counts in March and lies in the first hour of April.
  const ahead = record(early, use('api_calls', turn + 5000), use('messages', march))
  await waitForBlocked(store, 1)
  server.clock.at = turn + 1000
  const inApril = record(late, use('api_calls', turn))
  await waitForBlocked(store, 2)

  await held.release()

  expect([(await ahead).status, (await inApril).status]).toEqual([200, 200])
  await server.rollUp()
  const sum = sql`SELECT quantity FROM usage_records WHERE user_id = ${userId} AND hour_start = ${new Date(turn)}`
  expect(await readOne(store, sum, z.unknown())).toEqual({ quantity: 2 })
  server.clock.at = start
})

test('what an account used while it was deleted is refused like everything else of it, and nothing waits in a circle', async () => {
  const { token, userId, password } = await server.signUp()
  await record(token, use('messages', march))
  const held = await holdLock(store, auditLock)
  const deleting = server.call('DELETE /users/me', { token, body: { current_password: password } })
  await waitForBlocked(store, 1)
  const all = [record(token, use('messages', march)), quotaOf(token), upgrade(token)] as const
  await waitForBlocked(store, 3)

  await held.release()

  expect((await deleting).status).toBe(200)
  const [uploaded, , changed] = await Promise.allSettled(all)
  const statuses = [uploaded, changed].map((each) => each.status === 'fulfilled' && each.value.status)
  expect(statuses).toEqual([401, 401])
  const left = sql`SELECT count(*)::int AS n FROM quotas WHERE user_id = ${userId}`
  expect(await readOne(store, left, z.unknown())).toEqual({ n: 0 })
})

test('whoever is locked waits by himself: what others used at the same time is answered meanwhile', async () => {
  const [locked, free] = [await server.signUp(), await server.signUp()]
  for (const { token } of [locked, free]) await record(token, use('messages', march))
  const held = await holdLock(store, sql`SELECT id FROM users WHERE id = ${locked.userId} FOR UPDATE`)
  const waiting = record(locked.token, use('messages', march))
  const answered = await Promise.all([1, 2, 3].map(() => record(free.token, use('messages', march))))
  await waitForBlocked(store, 1)

  await held.release()

  expect([...answered, await waiting].map(({ status }) => status)).toEqual([200, 200, 200, 200])
})
