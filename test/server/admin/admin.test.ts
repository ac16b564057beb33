import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { leaveRestoredState } from '../../../server/admin/restore-mode.ts'
import { commandOf } from '../../../server/admin/run-command.ts'
import { verifyChain } from '../../../server/audit/audit-log.ts'
import { maxAttempts } from '../../../server/jobs/run-job.ts'
import { sql } from '../../../server/stores/sql.ts'
import { refreshed, signedIn } from '../../../src-shared/api/accounts.ts'
import { deadJobs, rotated } from '../../../src-shared/api/admin.ts'
import { newId } from '../../../src-shared/ids.ts'
import { openTestServer, type TestUser } from '../../helpers/server/open-test-server.ts'

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())
const { store, clock, jobs } = server

const admin = await server.signUp()
await store.run(sql`UPDATE users SET is_superuser = true WHERE id = ${admin.userId}`)
await server.cache.delete([`session:${admin.userId}`])
const asAdmin = async (route: `${string} /${string}`, body?: unknown) =>
  server.call(route, { token: await server.tokenFor(admin.userId), ...(body === undefined ? {} : { body }) })

const auditRow = z.object({ action: z.string(), actor_id: z.string().nullable() })
/** What was written down of this account since it was made, by whom. */
const auditOf = async ({ userId }: TestUser) => {
  const entries = sql`SELECT action, actor_id FROM audit_log WHERE user_id = ${userId} AND action <> 'account_created' ORDER BY seq`
  return (await store.query(entries, auditRow)).map(
    ({ action, actor_id }) => `${action} by ${actor_id === admin.userId ? 'admin' : actor_id}`,
  )
}
const statusOf = async (token: string) => (await server.call('GET /users/me', { token })).status

describe('accounts', () => {
  test('one that is disabled is out at once and stays out, until it is enabled; both are written down', async () => {
    const user = await server.signUp()
    const { email, password } = user
    const login = () => server.call('POST /auth/login', { body: { email, password } })
    const { access_token, refresh_token } = signedIn.parse((await login()).data)
    expect(await statusOf(access_token)).toBe(200)

    const disabled = await asAdmin(`PATCH /admin/users/${user.userId}`, { is_active: false })

    expect(disabled.data).toMatchObject({ id: user.userId, is_active: false })
    expect([await statusOf(access_token), (await login()).status]).toEqual([401, 401])
    await asAdmin(`PATCH /admin/users/${user.userId}`, { is_active: true })
    expect((await login()).status).toBe(200)
    // What was ended does not begin again.
    expect((await server.call('POST /auth/refresh', { body: { refresh_token } })).error?.code).toBe('INVALID_REFRESH_TOKEN')
    expect(await auditOf(user)).toEqual(expect.arrayContaining(['account_disabled by admin', 'account_enabled by admin']))
  })

  test('rights are given and taken at once; doing it again is written down as the look at the account that it is', async () => {
    const user = await server.signUp()
    const roleOf = async () => (await server.call('GET /users/me', { token: user.token })).data

    expect(await roleOf()).toMatchObject({ role: 'user' })
    for (const is_superuser of [true, true]) await asAdmin(`PATCH /admin/users/${user.userId}`, { is_superuser })
    expect(await roleOf()).toMatchObject({ role: 'admin' })
    await asAdmin(`PATCH /admin/users/${user.userId}`, { is_superuser: false })

    expect(await roleOf()).toMatchObject({ role: 'user' })
    expect(await auditOf(user)).toEqual(['admin_granted by admin', 'account_read by admin', 'admin_withdrawn by admin'])
  })

  test('nobody changes or erases himself, so that an administrator is left', async () => {
    const own = `/admin/users/${admin.userId}` as const

    const answers = [await asAdmin(`PATCH ${own}`, { is_superuser: false }), await asAdmin(`DELETE ${own}`)]

    expect(answers.map(({ error }) => error?.code)).toEqual(['FORBIDDEN', 'FORBIDDEN'])
  })

  test('an account is found by its address and by its id, and one that is not there is not', async () => {
    const user = await server.signUp()

    const found = await asAdmin('POST /admin/users/find', { email: user.email.toUpperCase() })
    const read = await asAdmin(`GET /admin/users/${user.userId}`)

    expect([found.data, read.data]).toMatchObject([{ id: user.userId }, { email: user.email }])
    const body = { plan_type: 'pro', billing_cycle: 'monthly' }
    const missing = [
      await asAdmin('POST /admin/users/find', { email: 'nobody@example.org' }),
      await asAdmin(`PATCH /admin/users/${newId()}`, { is_active: false }),
      await asAdmin(`PUT /admin/users/${newId()}/plan`, body),
      await asAdmin(`DELETE /admin/users/${newId()}`),
      await asAdmin(`POST /admin/jobs/${newId()}/retry`),
    ]
    expect(missing.map(({ error }) => error?.code)).toEqual(missing.map(() => 'NOT_FOUND'))
  })

  test('one that is erased is gone everywhere', async () => {
    const user = await server.signUp()

    await asAdmin(`DELETE /admin/users/${user.userId}`)
    await jobs.runDue()

    expect([await statusOf(user.token), (await asAdmin(`GET /admin/users/${user.userId}`)).status]).toEqual([401, 404])
    expect((await server.erasures.read()).map(({ user_id }) => user_id)).toContain(user.userId)
    expect(await auditOf(user)).toEqual(['account_erased by admin', 'account_read by admin'])
  })
})

describe('a plan that is granted', () => {
  test('holds for one period with its limits, and is worth no credit', async () => {
    const user = await server.signUp()
    await server.call('GET /billing/quota/messages', { token: user.token })

    await asAdmin(`PUT /admin/users/${user.userId}/plan`, { plan_type: 'pro', billing_cycle: 'monthly' })

    const token = await server.tokenFor(user.userId)
    const { data } = await server.call('GET /billing/subscription', { token })
    expect(data).toMatchObject({ plan_type: 'pro', amount_cents: 0, credit_cents: 0, ends_at: '2026-04-10T12:00:00.500Z' })
    expect((await server.call('GET /billing/quota/messages', { token })).data).toMatchObject({ max_allowed: 10_000 })
    expect(await auditOf(user)).toEqual(['plan_granted by admin'])
  })

  test('does not touch what is paid through Stripe', async () => {
    const user = await server.signUp()
    await store.run(sql`UPDATE subscriptions SET stripe_subscription_id = ${newId()} WHERE user_id = ${user.userId}`)

    const { error } = await asAdmin(`PUT /admin/users/${user.userId}/plan`, { plan_type: 'pro', billing_cycle: 'monthly' })

    expect(error?.code).toBe('PLAN_IS_PAID')
  })
})

describe('signing keys', () => {
  const kidOf = (token: string) => z.object({ kid: z.string() }).parse(JSON.parse(atob(token.split('.')[0] ?? ''))).kid

  test('after a rotation everybody signs with the new one in a minute, and what the old one signed runs out in peace', async () => {
    const user = await server.signUp()
    const { email, password } = user
    const login = async () => signedIn.parse((await server.call('POST /auth/login', { body: { email, password } })).data)
    const before = await login()
    const { kid } = rotated.parse((await asAdmin('POST /admin/keys/rotate')).data)

    clock.at += 60_000
    const after = await login()

    expect([kidOf(after.access_token), kidOf(before.access_token)]).not.toEqual([kid, kid])
    expect(kidOf(after.access_token)).toBe(kid)
    expect([await statusOf(before.access_token), await statusOf(after.access_token)]).toEqual([200, 200])
  })

  test('at once means that what was signed before opens nothing in a minute, and refreshing helps', async () => {
    const { email, password } = await server.signUp()
    const before = signedIn.parse((await server.call('POST /auth/login', { body: { email, password } })).data)
    expect(await statusOf(before.access_token)).toBe(200)
    await store.transact((tx) => server.admin.rotateKeys(tx, { at: new Date(clock.at), isAtOnce: true }))

    clock.at += 60_000

    expect(await statusOf(before.access_token)).toBe(401)
    const again = await server.call('POST /auth/refresh', { body: { refresh_token: before.refresh_token } })
    expect(await statusOf(refreshed.parse(again.data).access_token)).toBe(200)
  })
})

describe('commands', () => {
  const run = (...words: readonly string[]) => commandOf(words)(server)

  test('make an account that there is an administrator and grant plans, and the audit log says that it was nobody’s account', async () => {
    const user = await server.signUp()
    await store.run(sql`UPDATE users SET is_verified = true WHERE id = ${user.userId}`)

    expect(await run('create-admin', user.email)).toEqual({ userId: user.userId, password: undefined })
    expect(await run('set-plan', user.email, 'pro', 'yearly')).toMatchObject({ userId: user.userId, plan_type: 'pro' })

    expect((await asAdmin(`GET /admin/users/${user.userId}`)).data).toMatchObject({ role: 'admin', subscription_plan: 'pro' })
    expect(await auditOf(user)).toEqual(['admin_granted by null', 'plan_granted by null', 'account_read by admin'])
  })

  test('whoever registered the operator’s address and never confirmed it does not become an administrator', async () => {
    const user = await server.signUp()

    await expect(run('create-admin', user.email)).rejects.toThrow('never confirmed its address')

    expect((await asAdmin(`GET /admin/users/${user.userId}`)).data).toMatchObject({ role: 'user' })
  })

  test.each([
    [['set-plan', 'nobody@example.org', 'pro'], 'There is no such account.'],
    [['set-plan', newId(), 'gold'], 'set-plan EMAIL|ID PLAN'],
    [['create-admin', 'no address'], 'An e-mail address is needed.'],
    [['erase-user', newId()], 'There is no such account.'],
  ])('%j is refused in words', async (words, said) => {
    await expect(run(...words)).rejects.toThrow(said)
  })
})

test('a dead letter is listed, and tried again when an administrator says so', async () => {
  const { userId } = await server.signUp()
  const job = { kind: 'export_account', userId, payload: 'wrong', priority: 'low', isRefusable: false } as const
  const id = await jobs.submit(job)
  for (let n = 0; n < maxAttempts; n++) {
    await jobs.runDue()
    clock.at += 3_600_000
  }
  const dead = async () => deadJobs.parse((await asAdmin('GET /admin/jobs/dead')).data).items
  expect(await dead()).toMatchObject([
    { job_id: id, kind: 'export_account', user_id: userId, attempts: maxAttempts, failure: 'ZodError' },
  ])
  await store.run(sql`UPDATE jobs SET payload = ${JSON.stringify({ user_id: userId })} WHERE id = ${id}`)

  expect((await asAdmin(`POST /admin/jobs/${id}/retry`)).status).toBe(200)
  await jobs.runDue()

  expect(await dead()).toEqual([])
  expect(await store.query(sql`SELECT state FROM jobs WHERE id = ${id}`, z.unknown())).toEqual([{ state: 'done' }])
})

test('a reconciliation that is asked for runs now, mends hours that are not what the ledger says, and is written down', async () => {
  await jobs.start()
  await jobs.runDue()
  const user = await server.signUp()
  const records = [{ usage_id: newId(), resource_type: 'messages', quantity: 3, occurred_at: new Date(clock.at).toISOString() }]
  await server.call('POST /usage', { token: user.token, body: { records } })
  // What was received just now is still the rollup's to set.
  clock.at += 300_000
  await server.rollUp()
  await store.run(sql`UPDATE usage_records SET quantity = 7 WHERE user_id = ${user.userId}`)

  expect((await asAdmin('POST /admin/reconcile')).status).toBe(200)
  await jobs.runDue()

  const hours = sql`SELECT quantity FROM usage_records WHERE user_id = ${user.userId}`
  expect(await store.query(hours, z.unknown())).toEqual([{ quantity: 3 }])
  const asked = sql`SELECT actor_id FROM audit_log WHERE action = 'reconciliation_asked'`
  expect(await store.query(asked, z.unknown())).toEqual([{ actor_id: admin.userId }])
})

test('after a backup was put back: who was erased since then is erased again, and every sign-in of before has ended', async () => {
  const [erased, user] = [await server.signUp(), await server.signUp()]
  const { email, password } = user
  const { access_token, refresh_token } = signedIn.parse(
    (await server.call('POST /auth/login', { body: { email, password } })).data,
  )
  expect(await statusOf(access_token)).toBe(200)
  const keys = sql`SELECT kid FROM signing_keys WHERE retired_at IS NULL`
  const before = await store.query(keys, z.unknown())

  const restored = await leaveRestoredState(server.admin, [erased.userId, erased.userId, newId()])

  expect(restored).toMatchObject({
    erased_again: 1,
    tampered_at: null,
    reconciled: { usage_reconciliation: { hours: 0, quotas: 0 } },
  })
  const row = sql`SELECT id FROM users WHERE id = ${erased.userId}`
  expect([await store.query(row, z.unknown()), await statusOf(access_token)]).toEqual([[], 401])
  expect((await server.call('POST /auth/refresh', { body: { refresh_token } })).error?.code).toBe('INVALID_REFRESH_TOKEN')
  expect((await server.call('POST /auth/login', { body: { email, password } })).status).toBe(200)
  expect(await store.query(keys, z.unknown())).not.toEqual(before)
  expect(await verifyChain(store)).toMatchObject({ tampered_at: null })
})
