import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { readConfig } from '../../../server/config.ts'
import { sql } from '../../../server/stores/sql.ts'
import { readOne } from '../../../server/stores/sql-store.ts'
import { signedIn } from '../../../src-shared/api/accounts.ts'
import { type planDetails, planList } from '../../../src-shared/api/billing.ts'
import { semanticBody } from '../../../src-shared/api/search.ts'
import { readAutoscaling } from '../../helpers/server/deployment-files.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { limits } from './reference-lists.ts'

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())

const plans = new Map(
  planList
    .parse((await server.call('GET /billing/plans')).data)
    .plans.map((plan): [string, z.infer<typeof planDetails>] => [plan.plan_type, plan]),
)
const planOf = (name: string) => {
  const plan = plans.get(name)
  if (plan === undefined) throw new Error(`no plan ${name}`)
  return plan
}

const owner = await server.signUp()
const { email, password } = owner
const session = signedIn.parse((await server.call('POST /auth/login', { body: { email, password } })).data)

async function daysOfRefreshToken(): Promise<number> {
  const ends = sql`
    SELECT expires_at AS at FROM refresh_tokens JOIN token_families ON family_id = id WHERE user_id = ${owner.userId}`
  const { at } = await readOne(server.store, ends, z.object({ at: z.date() }))
  return (at.getTime() - server.clock.at) / 86_400_000
}

/** The longest body that is read there; what is in it is wrong in either case. */
async function bytesOfBody(url: string, wanted: number): Promise<number> {
  const statusOf = async (bytes: number) => {
    const payload = JSON.stringify({ email: 'x' }).padEnd(bytes)
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${owner.token}` }
    return (await server.app.inject({ method: 'POST', url, payload, headers })).statusCode
  }
  expect([await statusOf(wanted), await statusOf(wanted + 1)]).toEqual([422, 413])
  return wanted
}

const ofScylla = () =>
  z.object({ factor: z.number() }).parse(readConfig({ environment: { SCYLLA_HOST: 'db' } }).scylla?.replication)

/** Each as the running server has it, or the files that it is started by. */
const measured: Readonly<Record<string, () => number | Promise<number>>> = {
  'free: messages': () => planOf('free').limits.messages,
  'free: api_calls': () => planOf('free').limits.api_calls,
  'free: background_tasks': () => planOf('free').limits.background_tasks,
  'free: price_cents': () => planOf('free').price_cents,
  'pro: messages': () => planOf('pro').limits.messages,
  'pro: api_calls': () => planOf('pro').limits.api_calls,
  'pro: background_tasks': () => planOf('pro').limits.background_tasks,
  'pro: price_cents': () => planOf('pro').price_cents,
  'enterprise: messages': () => planOf('enterprise').limits.messages,
  'enterprise: api_calls': () => planOf('enterprise').limits.api_calls,
  'enterprise: background_tasks': () => planOf('enterprise').limits.background_tasks,
  'enterprise: price_cents': () => planOf('enterprise').price_cents,
  'months that a year costs': () => planOf('pro').yearly_price_cents / planOf('pro').price_cents,
  'minutes of an access token': () => session.expires_in / 60,
  'days of a refresh token': daysOfRefreshToken,
  'connections of a pool': () => readConfig({ environment: {} }).POSTGRES_POOL_SIZE,
  'copies of a message (replication factor)': () => ofScylla().factor,
  'bytes of a body': () => bytesOfBody('/auth/login', 2 ** 20),
  'bytes of an import': () => bytesOfBody('/knowledge/documents', 2 ** 25),
  'numbers of an embedding': () => readConfig({ environment: {} }).HEARTH_CLIENT_EMBEDDING_DIMENSION,
  'passages of an answer (top_k)': () => semanticBody.parse({ query: 'anything' }).top_k,
  'processes at least': () => readAutoscaling().minReplicas,
  'processes at most': () => readAutoscaling().maxReplicas,
}

test.each(Object.entries(measured))('%s', async (name, measure) => {
  expect(await measure()).toBe(limits[name])
})
