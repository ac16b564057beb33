import { expect, inject, test } from 'vitest'
import { z } from 'zod'
import { openPostgres } from '../../server/stores/postgres.ts'
import { sql } from '../../server/stores/sql.ts'
import { registered } from '../../src-shared/api/accounts.ts'
import { newId } from '../../src-shared/ids.ts'
import { silentLog } from '../helpers/server/silent-log.ts'
import { ask, type ServerProcess, startServer } from '../helpers/server/start-server.ts'
import { createDatabase } from '../helpers/server/test-database.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { waitFor } from '../helpers/wait-for.ts'
import { expectLastUnitTakenOnce } from './usage/last-unit.ts'

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

  await expectLastUnitTakenOnce([one.url, other.url])

  const { access_token: token } = await signUp(one)
  expect([await planAt(one, token), await planAt(other, token)]).toEqual(['free', 'free'])
  await ask(one.url, 'PUT /billing/subscription', { token, body: { plan_type: 'pro', billing_cycle: 'monthly' } })
  expect(await planAt(one, token)).toBe('pro')
  expect(await waitFor('the other process', async () => ((await planAt(other, token)) === 'pro' ? true : undefined))).toBe(true)
})

test('the embedded database beside Redis: of a hundred that want the last unit at once one gets it', async () => {
  using folder = tempFolder()
  await using server = await startServer({ data: folder.path, environment: { REDIS_URL: inject('redisUrl') } })

  await expectLastUnitTakenOnce([server.url])
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
