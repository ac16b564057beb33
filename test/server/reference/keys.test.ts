import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { CacheStore } from '../../../server/stores/cache-store.ts'
import { sql } from '../../../server/stores/sql.ts'
import { taskStarted } from '../../../src-shared/api/tasks.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'

const server = await openTestServer({ environment: { ENABLE_RATE_LIMITING: 'true' } })
afterAll(() => server[Symbol.asyncDispose]())

const { clock, cache } = server

/** Seconds until it is gone, found by looking whether it is still there. */
async function isKeptFor(key: string, seconds: number): Promise<void> {
  const began = clock.at
  clock.at = began + seconds * 1000 - 1
  expect(await cache.get(key), key).toBeDefined()
  clock.at = began + seconds * 1000
  expect(await cache.get(key), key).toBeUndefined()
  clock.at = began
}

test.each([
  { key: 'session:{user_id}', seconds: 3600, route: 'GET /users/me' },
  { key: 'subscription:{user_id}', seconds: 1800, route: 'GET /billing/subscription' },
  { key: 'quota:{user_id}:{resource_type}', seconds: 300, route: 'GET /billing/quota/messages' },
  { key: 'rate_limit:{user_id}:{endpoint}', seconds: 60, route: 'GET /users/me' },
] as const)('$key is there after $route, for $seconds seconds', async ({ key, seconds, route }) => {
  const { userId, token } = await server.signUp()
  const parts = { user_id: userId, resource_type: 'messages', endpoint: 'GET /users/me' }
  const filled = key.replace(/\{(\w+)\}/g, (_, name: keyof typeof parts) => parts[name])
  expect(await cache.get(filled)).toBeUndefined()

  const { status } = await server.call(route, { token })

  expect(status).toBe(200)
  await isKeptFor(filled, seconds)
})

const jobRow = z.object({ priority: z.string(), result: z.unknown() })

test('task_queue:{priority} and task_result:{task_id} are no keys that a cache could lose: they are rows of jobs', async () => {
  const { userId, token } = await server.signUp()
  const jobs = sql`SELECT priority::text, result FROM jobs WHERE user_id = ${userId}`

  const { task_id } = taskStarted.parse((await server.call('POST /users/me/export', { token })).data)
  await server.jobs.runDue()

  expect(await server.store.query(jobs, jobRow)).toEqual([{ priority: '1', result: expect.stringContaining(userId) }])
  expect([await cache.get('task_queue:normal'), await cache.get(`task_result:${task_id}`)]).toEqual([undefined, undefined])
  expect((await server.call(`GET /tasks/${task_id}`, { token })).data).toMatchObject({ status: 'done' })
})

test('guesses, letters and taken addresses are counted under keys of our own: sign_in, letters, register:taken', async () => {
  const { email, password } = await server.signUp()
  const windows = new Map<string, number>()
  const count: CacheStore['count'] = (key, windowSeconds) => {
    windows.set(key.split(':')[0] ?? '', windowSeconds)
    return cache.count(key, windowSeconds)
  }
  await using watched = await openTestServer({ store: server.store, cache: { ...cache, count } })

  await watched.call('POST /auth/register', { body: { email, password } })
  await watched.call('POST /auth/login', { body: { email, password } })
  await watched.call('POST /auth/password/forgot', { body: { email } })

  await expect.poll(() => Object.fromEntries(windows)).toEqual({ sign_in: 900, letters: 1800, register: 3600 })
})
