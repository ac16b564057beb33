import { afterAll, expect, test } from 'vitest'
import type { SqlStore } from '../../../server/stores/sql-store.ts'
import { signedIn } from '../../../src-shared/api/accounts.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { openTestServer, type TestServer } from '../../helpers/server/open-test-server.ts'
import { readExposition } from '../../helpers/server/read-exposition.ts'
import { cancelNow } from '../../helpers/server/stripe/lifecycle.ts'
import { openPayments } from '../../helpers/server/stripe/open-payments.ts'

const payments = await openPayments()
const { server, stripe } = payments
afterAll(() => payments[Symbol.asyncDispose]())

type Labels = Readonly<Record<string, string>>

const read = async ({ call }: TestServer) => readExposition((await call('GET /metrics')).text)

/** How much a counter grew by the work. */
async function growth(of: TestServer, [name, labels]: readonly [string, Labels], work: () => Promise<unknown>): Promise<number> {
  const before = (await read(of)).value(name, labels) ?? 0
  await work()
  return ((await read(of)).value(name, labels) ?? 0) - before
}

test('cache_reads_total tells hits from misses', async () => {
  const { token } = await server.signUp()
  const look = () => server.call('GET /billing/subscription', { token })

  const missed = await growth(server, ['cache_reads_total', { cache_type: 'subscription', outcome: 'miss' }], look)
  const hit = await growth(server, ['cache_reads_total', { cache_type: 'subscription', outcome: 'hit' }], look)

  expect([missed, hit]).toEqual([1, 1])
})

test('monthly_recurring_revenue_cents is what paid plans bring in a month, of yearly ones the twelfth', async () => {
  const pro = ['monthly_recurring_revenue_cents', { plan_type: 'pro' }] as const

  expect(await growth(server, pro, () => payments.subscribed('pro'))).toBe(2900)
  expect(await growth(server, pro, () => payments.subscribed('pro', 'yearly'))).toBeCloseTo(29_000 / 12)
})

test('active_users and active_sessions follow who signs in and who leaves, a minute late at most', async () => {
  const { email, password } = await server.signUp()
  const body = { email, password }
  const signIn = async () => signedIn.parse((await server.call('POST /auth/login', { body })).data).refresh_token
  const counts = async () => {
    server.clock.at += 60_000
    const exposed = await read(server)
    return [exposed.value('active_users', {}) ?? 0, exposed.value('active_sessions', {}) ?? 0]
  }
  const [users = 0, sessions = 0] = await counts()

  const [first] = [await signIn(), await signIn()]
  expect(await counts()).toEqual([users + 1, sessions + 2])
  await server.call('POST /auth/logout', { body: { refresh_token: first } })
  expect(await counts()).toEqual([users + 1, sessions + 1])
  server.clock.at += 3_600_000
  expect(await counts()).toEqual([0, sessions + 1])
})

test('db_query_duration_seconds counts what each database was asked, by its first word', async () => {
  const { token } = await server.signUp()
  const history = () => server.call('GET /billing/history', { token })

  const selects = ['db_query_duration_seconds_count', { database: 'postgres', operation: 'SELECT' }] as const
  const reads = ['db_query_duration_seconds_count', { database: 'redis', operation: 'get' }] as const

  expect(await growth(server, selects, history)).toBeGreaterThan(0)
  expect(await growth(server, reads, history)).toBeGreaterThan(0)
})

test('db_unavailable_total counts calls that were not answered, and no refusal of what is wrong', async () => {
  const away = () => Promise.reject(new AppError('STORE_UNAVAILABLE', { store: 'postgres', retry_after: 5 }))
  const wrong = () => Promise.reject(new Error('a statement that is wrong'))
  const { token } = await server.signUp()
  const unavailable = ['db_unavailable_total', { database: 'postgres' }] as const
  const grown = async (store: SqlStore) => {
    await using ill = await openTestServer({ store, cache: server.cache })
    return await growth(ill, unavailable, () => ill.call('GET /billing/history', { token }))
  }

  expect(await grown({ ...server.store, stale: { query: away } })).toBeGreaterThan(0)
  expect(await grown({ ...server.store, stale: { query: wrong } })).toBe(0)
})

test('background_jobs_total counts jobs by kind and how they ended', async () => {
  const { token } = await server.signUp()
  const done = ['background_jobs_total', { kind: 'export_account', outcome: 'done' }] as const

  const grown = await growth(server, done, async () => {
    await server.call('POST /users/me/export', { token })
    await server.jobs.runDue()
  })

  expect(grown).toBe(1)
})

test('stripe_calls_total and stripe_events_total follow a plan that is paid', async () => {
  const received = (await read(server)).value('stripe_events_total', { outcome: 'received' }) ?? 0
  const called = ['stripe_calls_total', { kind: 'open_checkout', outcome: 'done' }] as const

  expect(await growth(server, called, () => payments.subscribed('pro'))).toBe(1)
  expect((await read(server)).value('stripe_events_total', { outcome: 'received' })).toBeGreaterThan(received)
})

test('stripe_differences_total counts what a comparison had to mend', async () => {
  const lost = await payments.subscribed('pro')
  const mended = ['stripe_differences_total', { kind: 'subscription' }] as const

  const grown = await growth(server, mended, async () => {
    cancelNow(stripe.world, lost.paid)
    await runSchedule('stripe_reconciliation')
  })

  expect(grown).toBe(1)
})

test('stripe_failures_total counts whom a comparison could not deal with', async () => {
  const { paid } = await payments.subscribed('pro')
  const failed = ['stripe_failures_total', { what: 'reconcile' }] as const

  const grown = await growth(server, failed, async () => {
    const [item] = paid.items.data
    item.price = { ...item.price, lookup_key: 'gold_monthly', metadata: {} }
    await runSchedule('stripe_reconciliation')
  })

  expect(grown).toBe(1)
})

test('stripe_payments_taken_back_total counts refunds by their event', async () => {
  const { world } = stripe
  const refund = world.tell('charge.refunded', { id: 'ch_9', object: 'charge', customer: 'cus_9', payment_intent: 'pi_9' })
  const takenBack = ['stripe_payments_taken_back_total', { type: 'charge.refunded' }] as const

  expect(await growth(server, takenBack, () => payments.deliver(refund))).toBe(1)
})

async function runSchedule(name: string): Promise<void> {
  const schedule = server.jobs.schedules.find((each) => each.name === name)
  if (schedule === undefined) throw new Error(`no schedule ${name}`)
  await schedule.run(AbortSignal.timeout(30_000))
}
