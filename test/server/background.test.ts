import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { sql } from '../../server/stores/sql.ts'
import { signedIn } from '../../src-shared/api/accounts.ts'
import { deviceList } from '../../src-shared/api/devices.ts'
import { openTestServer } from '../helpers/server/open-test-server.ts'

// What is done without a request, through the queue and at its time.

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())
const { store, clock, jobs } = server
await jobs.start()
await jobs.runDue()

const [minute, hour, day] = [60_000, 3_600_000, 24 * 3_600_000]

async function passTime(ms: number): Promise<void> {
  clock.at += ms
  await jobs.runDue()
}

test('held units that nobody committed return by themselves, and those that still may be committed stay held', async () => {
  const [user, other] = [await server.signUp(), await server.signUp()]
  const hold = (token: string, quantity: number) =>
    server.call('POST /usage/reservations', { token, body: { resource_type: 'messages', quantity } })
  await hold(user.token, 5)
  await hold(user.token, 2)
  await passTime(8 * minute)
  await hold(user.token, 1)
  await hold(other.token, 3)

  await passTime(8 * minute)

  const reserved = sql`SELECT reserved FROM quotas WHERE user_id IN (${user.userId}, ${other.userId}) ORDER BY reserved`
  expect(await store.query(reserved, z.unknown())).toEqual([{ reserved: 1 }, { reserved: 3 }])
  await passTime(15 * minute)
  expect(await store.query(reserved, z.unknown())).toEqual([{ reserved: 0 }, { reserved: 0 }])
})

test('a plan whose time has ended becomes what follows it, also when nobody looks', async () => {
  const user = await server.signUp()
  const change = (plan_type: string) =>
    server.call('PUT /billing/subscription', { token: user.token, body: { plan_type, billing_cycle: 'monthly' } })
  await change('pro')
  await change('free')
  const plan = sql`SELECT subscription_plan FROM users WHERE id = ${user.userId}`

  await passTime(30 * day)
  expect(await store.query(plan, z.unknown())).toEqual([{ subscription_plan: 'pro' }])
  await passTime(day + hour)

  expect(await store.query(plan, z.unknown())).toEqual([{ subscription_plan: 'free' }])
})

test('sign-ins that have ended go with their tokens; a device goes when it was revoked, not when it slept', async () => {
  const { email, password, userId } = await server.signUp()
  const signIn = async () => signedIn.parse((await server.call('POST /auth/login', { body: { email, password } })).data)
  const [slept, revoked] = [await signIn(), await signIn()]
  await server.call(`DELETE /devices/${revoked.device_id}`, { token: slept.access_token })
  const families = sql`SELECT device_id FROM token_families WHERE user_id = ${userId}`
  const devices = sql`SELECT id FROM devices WHERE user_id = ${userId}`

  await passTime(hour - 1)
  // Until then an access token of it may run, and has to be refused.
  expect(await store.query(families, z.unknown())).toHaveLength(2)
  await passTime(hour + 1)
  expect(await store.query(families, z.unknown())).toEqual([{ device_id: slept.device_id }])
  expect(await store.query(devices, z.unknown())).toEqual([{ id: slept.device_id }])
  expect((await server.call('GET /users/me', { token: revoked.access_token })).status).toBe(401)
  await passTime(7 * day)

  expect(await store.query(families, z.unknown())).toEqual([])
  const { data } = await server.call('GET /devices', { token: await server.tokenFor(userId) })
  expect(deviceList.parse(data).items.map(({ id }) => id)).toEqual([slept.device_id])
})
