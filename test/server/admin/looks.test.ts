import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { lookAtUser, lookForUser } from '../../../server/admin/change-users.ts'
import { listDeadJobs } from '../../../server/admin/tend-jobs.ts'
import { sql } from '../../../server/stores/sql.ts'
import { newId } from '../../../src-shared/ids.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'

// Who looked at what of others.

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())
const { store } = server

const admin = await server.signUp()
await store.run(sql`UPDATE users SET is_superuser = true WHERE id = ${admin.userId}`)
await server.cache.delete([`session:${admin.userId}`])

const asAdmin = (route: string, body?: unknown) =>
  server.call(route as `${string} /${string}`, { token: admin.token, ...(body === undefined ? {} : { body }) })

const entryRow = z.object({
  action: z.string(),
  actor_id: z.string().nullable(),
  user_id: z.string().nullable(),
  details: z.string(),
})
const entries = () => store.query(sql`SELECT action, actor_id, user_id, details FROM audit_log ORDER BY seq`, entryRow)

/** What was written down by the work. */
async function written(work: () => Promise<unknown>) {
  const before = (await entries()).length
  await work()
  return (await entries()).slice(before)
}

async function deadJob(): Promise<string> {
  const id = newId()
  await store.run(sql`
    INSERT INTO jobs (id, kind, user_id, payload, priority, state, attempts, due_at, created_at, finished_at, failure)
    VALUES (${id}, 'export_account', ${admin.userId}, '{}', 1, 'dead', 5, now(), now(), now(), 'INTERNAL')`)
  return id
}

const by = { actor_id: admin.userId }

test('who reads an account, or looks for one by its address, is in the log with the id that was found, and no address ever', async () => {
  const user = await server.signUp()

  const found = await written(() => asAdmin('POST /admin/users/find', { email: user.email }))
  const missed = await written(() => asAdmin('POST /admin/users/find', { email: 'nobody.at.all@example.org' }))
  const read = await written(() => asAdmin(`GET /admin/users/${user.userId}`))

  expect(found).toEqual([{ ...by, action: 'account_sought', user_id: user.userId, details: '{"found":1}' }])
  expect(missed).toEqual([{ ...by, action: 'account_sought', user_id: null, details: '{"found":0}' }])
  expect(read).toEqual([{ ...by, action: 'account_read', user_id: user.userId, details: '{"found":1}' }])
  expect(JSON.stringify(await entries())).not.toContain('@')
})

test('who reads the dead letters, which name users, is in the log with how many there were', async () => {
  await deadJob()

  const read = await written(() => asAdmin('GET /admin/jobs/dead'))

  expect(read).toEqual([{ ...by, action: 'dead_jobs_read', user_id: null, details: '{"jobs":1}' }])
})

test('what cannot be written down is not shown', async () => {
  const { userId, email } = await server.signUp()
  const full = async () => {
    throw new Error('the log is full')
  }
  const deps = { ...server.admin, audit: full }

  for (const look of [lookAtUser(deps, userId, null), lookForUser(deps, email, null), listDeadJobs(deps, null)])
    await expect(look).rejects.toThrow('the log is full')
})

/** A route that is added tomorrow is in here, and fails until it is given what it takes. */
const routes = Object.entries(server.app.swagger().paths ?? {})
  .filter(([path]) => path.startsWith('/admin'))
  .flatMap(([path, methods]) => Object.keys(methods ?? {}).map((method) => `${method.toUpperCase()} ${path}`))

const bodies: Readonly<Record<string, object>> = {
  'POST /admin/users/find': { email: admin.email },
  'PATCH /admin/users/{user_id}': { is_active: true },
  'PUT /admin/users/{user_id}/plan': { plan_type: 'pro', billing_cycle: 'monthly' },
}

test.each(routes)('%s writes down who asked', async (route) => {
  const [user, job] = [await server.signUp(), await deadJob()]
  const called = route.replace('{user_id}', user.userId).replace('{job_id}', job)

  const told = await written(async () => expect((await asAdmin(called, bodies[route])).status).toBe(200))

  expect(told).toMatchObject([by])
})
