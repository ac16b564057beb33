import { expect, inject, test } from 'vitest'
import { z } from 'zod'
import { openPostgres } from '../../server/stores/postgres.ts'
import { sql } from '../../server/stores/sql.ts'
import { registered } from '../../src-shared/api/accounts.ts'
import { reservation } from '../../src-shared/api/usage.ts'
import { newId } from '../../src-shared/ids.ts'
import { silentLog } from '../helpers/server/silent-log.ts'
import { ask, type ServerProcess, startServer } from '../helpers/server/start-server.ts'
import { createDatabase } from '../helpers/server/test-database.ts'
import { waitFor } from '../helpers/wait-for.ts'

const last = { resource_type: 'background_tasks', quantity: 1 }

async function signUp({ url }: ServerProcess) {
  const body = { email: `${newId()}@example.org`, password: 'long enough' }
  return registered.parse((await ask(url, 'POST /auth/register', { body })).data)
}

const planAt = async ({ url }: ServerProcess, token: string) =>
  z.object({ plan_type: z.string() }).parse((await ask(url, 'GET /billing/subscription', { token })).data).plan_type

test.each([
  ['PostgreSQL and Redis', () => ({ REDIS_URL: inject('redisUrl') })],
  ['PostgreSQL alone', () => ({})],
])('two processes on %s are one server', async (_, cache) => {
  const DATABASE_URL = await createDatabase('empty')
  const environment = {
    DATABASE_URL,
    JWT_SECRET_KEY: 'k'.repeat(32),
    ENABLE_RATE_LIMITING: 'false',
    HEARTH_PLANS_WITHOUT_PAYMENT: 'true',
    ...cache(),
  }
  const [one, other] = await Promise.all([startServer({ environment }), startServer({ environment })])
  await using _one = one
  await using _other = other
  const { access_token: token } = await signUp(one)
  const held = await ask(other.url, 'POST /usage/reservations', { token, body: { ...last, quantity: 9 } })
  const { reservation_id } = reservation.parse(held.data)
  expect((await ask(one.url, `POST /usage/reservations/${reservation_id}/commit`, { token, body: { quantity: 9 } })).status).toBe(
    200,
  )

  const all = await Promise.all(
    Array.from({ length: 100 }, (_, n) =>
      ask(n % 2 === 0 ? one.url : other.url, 'POST /usage/reservations', { token, body: last }),
    ),
  )

  expect(all.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(all.filter(({ error }) => error?.code === 'QUOTA_EXCEEDED')).toHaveLength(99)

  expect([await planAt(one, token), await planAt(other, token)]).toEqual(['free', 'free'])
  await ask(one.url, 'PUT /billing/subscription', { token, body: { plan_type: 'pro', billing_cycle: 'monthly' } })
  expect(await planAt(one, token)).toBe('pro')
  expect(await waitFor('the other process', async () => ((await planAt(other, token)) === 'pro' ? true : undefined))).toBe(true)
})

test('PostgreSQL that comes back finds the server as it was', async () => {
  const DATABASE_URL = await createDatabase('empty')
  await using server = await startServer({ environment: { DATABASE_URL, JWT_SECRET_KEY: 'k'.repeat(32) } })
  const { access_token: token } = await signUp(server)
  await using store = openPostgres({ url: DATABASE_URL, poolSize: 1, log: silentLog })

  const others = sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`
  await store.query(others, z.unknown())

  expect(
    await waitFor('the plan', async () =>
      (await ask(server.url, 'GET /billing/quota/messages', { token })).status === 200 ? true : undefined,
    ),
  ).toBe(true)
})
