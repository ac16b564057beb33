import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openPostgres } from '../../../server/stores/postgres.ts'
import { sql } from '../../../server/stores/sql.ts'
import type { SqlStore } from '../../../server/stores/sql-store.ts'
import { registered } from '../../../src-shared/api/accounts.ts'
import { hostedPage } from '../../../src-shared/api/billing.ts'
import { newId } from '../../../src-shared/ids.ts'
import { silentLog } from '../../helpers/server/silent-log.ts'
import { ask, type ServerProcess, startServer } from '../../helpers/server/start-server.ts'
import type { Event } from '../../helpers/server/stripe/objects.ts'
import { payCheckout } from '../../helpers/server/stripe/pay-checkout.ts'
import { startStripe, webhookSecret } from '../../helpers/server/stripe/start-stripe.ts'
import { createDatabase } from '../../helpers/server/test-database.ts'
import { waitFor } from '../../helpers/wait-for.ts'

const stripe = await startStripe(Date.now())
afterAll(() => stripe[Symbol.asyncDispose]())

const DATABASE_URL = await createDatabase()
const environment = {
  ...{ DATABASE_URL, JWT_SECRET_KEY: 'k'.repeat(32), ENABLE_RATE_LIMITING: 'false' },
  ...{ STRIPE_API_KEY: 'sk_test_fake', STRIPE_WEBHOOK_SECRET: webhookSecret, HEARTH_STRIPE_URL: stripe.url },
}

/** Whether it was answered that it is taken. */
async function deliver({ url }: ServerProcess, event: Event): Promise<boolean> {
  const { body, signature } = stripe.signed(event, { at: Date.now() })
  const headers = { 'content-type': 'application/json', 'stripe-signature': signature }
  return fetch(`${url}/billing/webhook`, { method: 'POST', headers, body }).then(
    ({ status }) => status === 200,
    () => false,
  )
}

async function pay({ url }: ServerProcess): Promise<string> {
  const body = { email: `${newId()}@example.org`, password: 'long enough' }
  const { user_id, access_token: token } = registered.parse((await ask(url, 'POST /auth/register', { body })).data)
  const wanted = { plan_type: 'pro', billing_cycle: 'monthly' }
  payCheckout(stripe.world, hostedPage.parse((await ask(url, 'POST /billing/checkout', { token, body: wanted })).data).url)
  return user_id
}

const planRow = z.object({ plan: z.string(), paid: z.int(), waiting: z.int() })

const standOf = async (store: SqlStore, userId: string) => {
  const [row] = await store.query(
    sql`
      SELECT subscription_plan AS plan,
        (SELECT count(*)::int FROM billing_history WHERE user_id = users.id AND amount_cents = 2900) AS paid,
        (SELECT count(*)::int FROM stripe_events WHERE state = 'waiting') AS waiting
      FROM users WHERE id = ${userId}`,
    planRow,
  )
  return row
}

test('ten deliveries of each event to two processes, one of which is killed among them, have one effect', async () => {
  const [survivor, victim] = await Promise.all([startServer({ environment }), startServer({ environment })])
  await using _survivor = survivor
  await using _victim = victim
  await using store = openPostgres({ url: DATABASE_URL, poolSize: 2, log: silentLog })
  const userId = await pay(survivor)
  const { events } = stripe.world

  const answered = events.flatMap((event) =>
    Array.from({ length: 10 }, (_, n) => deliver(n % 2 === 0 ? victim : survivor, event)),
  )
  const firstTaken = await Promise.any(answered.map(async (each) => (await each) || Promise.reject(new Error('not taken'))))
  await victim.kill('SIGKILL')
  await Promise.all(answered)
  // What the dead one had claimed is another's when its minute is over.
  await store.run(sql`UPDATE stripe_events SET claimed_until = received_at WHERE state = 'waiting'`)
  for (const event of events) expect(await deliver(survivor, event)).toBe(true)

  expect(firstTaken).toBe(true)
  const stand = await waitFor('the plan', async () => {
    const now = await standOf(store, userId)
    return now?.waiting === 0 ? now : undefined
  })
  expect(stand).toEqual({ plan: 'pro', paid: 1, waiting: 0 })
})

test('what was written down when every process ended is done at the next start', async () => {
  await using store = openPostgres({ url: DATABASE_URL, poolSize: 2, log: silentLog })
  const before = stripe.world.events.length
  const last = await startServer({ environment })
  const userId = await pay(last)
  stripe.faults.push({ on: /^GET \/v1\/subscriptions/, how: 'break before', times: 1000 })
  for (const event of stripe.world.events.slice(before)) expect(await deliver(last, event)).toBe(true)
  await last.kill('SIGKILL')
  stripe.faults.length = 0
  expect((await standOf(store, userId))?.plan).toBe('free')
  await store.run(sql`UPDATE stripe_events SET claimed_until = received_at, due_at = received_at WHERE state = 'waiting'`)

  await using _next = await startServer({ environment })

  const stand = await waitFor('the plan', async () => {
    const now = await standOf(store, userId)
    return now?.waiting === 0 ? now : undefined
  })
  expect(stand).toEqual({ plan: 'pro', paid: 1, waiting: 0 })
})
