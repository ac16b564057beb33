import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { maxAttempts } from '../../../server/jobs/run-job.ts'
import { cachePersonalData } from '../../../server/personal-data/cache-personal-data.ts'
import { createErasureList } from '../../../server/personal-data/erasure-list.ts'
import { personalTables, postgresPersonalData } from '../../../server/personal-data/postgres-personal-data.ts'
import { sql } from '../../../server/stores/sql.ts'
import { createSqlHistory } from '../../../server/stores/sql-history.ts'
import { task, taskStarted } from '../../../src-shared/api/tasks.ts'
import { newId } from '../../../src-shared/ids.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { openTestServer, type TestUser } from '../../helpers/server/open-test-server.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { message } from '../stores/history-contract.ts'

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())
const { store, cache, jobs } = server
const postgres = postgresPersonalData(store)

/** An account that has left something everywhere. */
async function livingUser(): Promise<TestUser> {
  const user = await server.signUp()
  const { token, email, password } = user
  await server.call('POST /auth/login', { body: { email, password, device_name: 'Canary of a device' } })
  const records = [{ usage_id: newId(), resource_type: 'messages', quantity: 3, occurred_at: '2026-03-10T10:00:00Z' }]
  await server.call('POST /usage', { token, body: { records } })
  await server.rollUp()
  await server.call('POST /usage/reservations', { token, body: { resource_type: 'messages', quantity: 1 } })
  await server.call('PUT /billing/subscription', { token, body: { plan_type: 'pro', billing_cycle: 'monthly' } })
  for (const route of ['GET /users/me', 'GET /billing/subscription', 'GET /billing/quota/messages'] as const)
    await server.call(route, { token })
  return user
}

const exported = z.object({ user_id: z.string(), stores: z.record(z.string(), z.record(z.string(), z.array(z.unknown()))) })

async function exportOf({ token }: TestUser) {
  const { task_id } = taskStarted.parse((await server.call('POST /users/me/export', { token })).data)
  await jobs.runDue()
  const { data } = await server.call(`GET /tasks/${task_id}`, { token })
  return { text: JSON.stringify(data), ...exported.parse(task.parse(data).result) }
}

/** All rows of all tables that name the user, whatever their column is called. */
async function tracesOf(userId: string): Promise<readonly string[]> {
  const all = sql`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`
  const found: string[] = []
  for (const { name } of await store.query(all, z.object({ name: z.string() }))) {
    const rows = await store.query({ text: `SELECT * FROM ${name}`, values: [] }, z.unknown())
    if (JSON.stringify(rows).includes(userId)) found.push(name)
  }
  return found.toSorted()
}

test('every table that names a user is exported and erased, or is one of those that have to outlive the account', async () => {
  const naming = sql`
    SELECT DISTINCT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'user_id'`

  const names = (await store.query(naming, z.object({ name: z.string() }))).map(({ name }) => name)

  expect(names.toSorted()).toEqual([...personalTables.filter((name) => name !== 'users'), 'audit_log', 'erasures'].toSorted())
})

test('the export has what is kept of the account and of nobody else, and nothing that opens it', async () => {
  const [user, other] = [await livingUser(), await livingUser()]

  const { text, user_id, stores } = await exportOf(user)

  expect(user_id).toBe(user.userId)
  expect(stores.postgres?.users).toMatchObject([{ id: user.userId, email: user.email, subscription_plan: 'pro' }])
  expect(stores.postgres?.devices).toMatchObject([{ name: 'Canary of a device' }])
  for (const name of [
    'subscriptions',
    'billing_history',
    'usage_ledger',
    'usage_records',
    'usage_analytics',
    'quotas',
    'quota_reservations',
  ])
    expect([name, (stores.postgres?.[name] ?? []).length > 0]).toEqual([name, true])
  expect(text).not.toContain(other.userId)
  expect(text).not.toMatch(/argon2|hashed_password|token_hash|salt/)
})

test('each request for an export is in the audit log, of whoever asked', async () => {
  const [user, other] = [await server.signUp(), await server.signUp()]
  const requests = ({ userId }: TestUser) =>
    store.query(sql`SELECT actor_id FROM audit_log WHERE user_id = ${userId} AND action = 'export_requested'`, z.unknown())

  const answers = [
    await server.call('POST /users/me/export', { token: user.token }),
    await server.call('POST /users/me/export', { token: user.token }),
  ]

  expect(answers.map(({ status }) => status)).toEqual([202, 202])
  expect(await requests(user)).toEqual([{ actor_id: user.userId }, { actor_id: user.userId }])
  expect(await requests(other)).toEqual([])
})

test('an account that deletes itself is gone from every store, and on the list that outlives the database', async () => {
  const [user, other] = [await livingUser(), await livingUser()]
  const { token, userId, password } = user
  const ofOther = await postgres.count(other.userId)
  expect(await tracesOf(userId)).toEqual(expect.arrayContaining(['quotas', 'subscriptions', 'usage_ledger', 'users']))

  const body = { current_password: password }
  expect((await server.call('DELETE /users/me', { token, body })).status).toBe(200)
  await jobs.runDue()

  // The job and the entries of the audit log have the id, and nothing else of him.
  expect(await tracesOf(userId)).toEqual(['audit_log', 'erasures', 'jobs'])
  const keys = [`session:${userId}`, `subscription:${userId}`, `quota:${userId}:messages`]
  expect(await Promise.all(keys.map((key) => cache.get(key)))).toEqual([undefined, undefined, undefined])
  expect((await server.erasures.read()).map(({ user_id }) => user_id)).toEqual([userId])
  const finished = sql`SELECT user_id FROM erasures WHERE finished_at IS NOT NULL`
  expect(await store.query(finished, z.unknown())).toEqual([{ user_id: userId }])
  expect(await postgres.count(other.userId)).toBe(ofOther)
})

test('an erasure is not finished before nothing is left: what Stripe still has to close keeps it open', async () => {
  const { token, userId, password } = await server.signUp()
  const intent = (kind: string, state: string) => sql`
    INSERT INTO stripe_intents (id, user_id, kind, params, state, created_at)
    VALUES (${newId()}, ${userId}, ${kind}, '{}', ${state}, ${new Date(server.clock.at)})`
  await store.run(intent('create_customer', 'done'))
  await store.run(intent('checkout', 'done'))
  await server.call('DELETE /users/me', { token, body: { current_password: password } })
  const left = () => store.query(sql`SELECT kind FROM stripe_intents WHERE user_id = ${userId}`, z.unknown())
  const job = sql`SELECT state, failure FROM jobs WHERE once_key = ${`erase_user:${userId}`}`

  await jobs.runDue()
  expect(await left()).toEqual([{ kind: 'create_customer' }])
  expect(await store.query(job, z.unknown())).toEqual([{ state: 'waiting', failure: 'ERASURE_INCOMPLETE' }])
  await store.run(sql`UPDATE stripe_intents SET state = 'closed' WHERE user_id = ${userId}`)
  server.clock.at += 60_000
  await jobs.runDue()

  expect(await left()).toEqual([])
  expect(await store.query(job, z.unknown())).toEqual([{ state: 'done', failure: 'ERASURE_INCOMPLETE' }])
})

test('an erasure whose job was given up is tried again each hour until nothing is left', async () => {
  await jobs.start()
  const { token, userId, password } = await server.signUp()
  await store.run(sql`
    INSERT INTO stripe_intents (id, user_id, kind, params, state, created_at)
    VALUES (${newId()}, ${userId}, 'create_customer', '{}', 'done', ${new Date(server.clock.at)})`)
  await server.call('DELETE /users/me', { token, body: { current_password: password } })
  const job = sql`SELECT state FROM jobs WHERE once_key = ${`erase_user:${userId}`}`
  const finished = sql`SELECT finished_at IS NOT NULL AS is_finished FROM erasures WHERE user_id = ${userId}`
  for (let n = 0; n < maxAttempts; n++) {
    await jobs.runDue()
    server.clock.at += 3_600_000
  }
  expect(await store.query(job, z.unknown())).toEqual([{ state: 'dead' }])
  expect(await store.query(finished, z.unknown())).toEqual([{ is_finished: false }])

  await store.run(sql`UPDATE stripe_intents SET state = 'closed' WHERE user_id = ${userId}`)
  server.clock.at += 3_600_000
  await jobs.runDue()

  expect(await store.query(finished, z.unknown())).toEqual([{ is_finished: true }])
})

test('what a process that died had added in the moment of an erasure is gone after an hour, and the erasure is done no third time', async () => {
  const { token, userId, password } = await server.signUp()
  const hourly = async () => {
    server.clock.at += 3_600_000
    await jobs.schedules.find(({ name }) => name === 'unfinished_erasures')?.run(new AbortController().signal)
  }
  const listed = async () => (await server.erasures.read()).filter(({ user_id }) => user_id === userId).length
  await server.call('DELETE /users/me', { token, body: { current_password: password } })
  await jobs.runDue()
  await createSqlHistory(store).add(message({ user_id: userId, session_id: newId() }))
  expect(await tracesOf(userId)).toContain('conversation_history')

  await hourly()

  expect(await tracesOf(userId)).toEqual(['audit_log', 'erasures', 'jobs'])
  expect(await listed()).toBe(2)
  await hourly()
  expect(await listed()).toBe(2)
})

test('a cache that is away has only promised to forget: the erasure is not finished', async () => {
  const away = async () => {
    throw new AppError('STORE_UNAVAILABLE', { store: 'redis' })
  }
  const erasing = cachePersonalData({ ...cache, delete: async () => {}, ping: away }).erase(newId())

  await expect(erasing).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
})

test('a line of the list that a crash cut off costs no other', async () => {
  using folder = tempFolder()
  const file = join(folder.path, 'list.jsonl')
  const list = createErasureList(file)
  const erased = [1, 2].map(() => ({ user_id: newId(), erased_at: '2026-03-10T10:00:00Z' }))
  const [first, second] = erased
  if (!first || !second) throw new Error('two were made')
  await list.append(first)
  appendFileSync(file, '\n{"user_id":"019')

  await list.append(second)

  expect(await list.read()).toEqual(erased)
  appendFileSync(file, '{"user_id":"not one"}')
  await expect(list.read()).rejects.toThrow()
})

test('an export that was just made is the answer for five minutes; then a new one takes its place, so one user never has two results', async () => {
  const user = await server.signUp()
  const ask = async () =>
    taskStarted.parse((await server.call('POST /users/me/export', { token: await server.tokenFor(user.userId) })).data).task_id
  const results = async () => {
    const rows = await store.query(
      sql`SELECT id, state FROM jobs WHERE user_id = ${user.userId} ORDER BY created_at`,
      z.object({ id: z.string(), state: z.string() }),
    )
    return rows.map(({ id, state }) => `${id} ${state}`)
  }
  const first = await ask()
  await jobs.runDue()

  const again = [await ask(), await ask()]
  await jobs.runDue()

  expect(again).toEqual([first, first])
  const used = sql`SELECT used, reserved FROM quotas WHERE user_id = ${user.userId} AND resource_type = 'background_tasks'`
  expect(await store.query(used, z.unknown())).toEqual([{ used: 1, reserved: 0 }])
  server.clock.at += 5 * 60_000
  const next = await ask()
  expect(next).not.toBe(first)
  await jobs.runDue()
  expect(await results()).toEqual([`${next} done`])
})

test('an export that failed for good is no answer: the next wish is a new one', async () => {
  const user = await server.signUp()
  const ask = async () => taskStarted.parse((await server.call('POST /users/me/export', { token: user.token })).data).task_id
  const first = await ask()
  await jobs.runDue()
  await store.run(sql`UPDATE jobs SET state = 'dead', result = NULL WHERE id = ${first}`)

  expect(await ask()).not.toBe(first)
})
