import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { maxAttempts } from '../../../server/jobs/run-job.ts'
import { sql } from '../../../server/stores/sql.ts'
import { task, taskStarted } from '../../../src-shared/api/tasks.ts'
import { newId } from '../../../src-shared/ids.ts'
import { openTestServer, type TestUser } from '../../helpers/server/open-test-server.ts'

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())
const { jobs, clock } = server

const hour = 3_600_000
const start = async ({ token }: TestUser) =>
  taskStarted.parse((await server.call('POST /users/me/export', { token })).data).task_id
const read = async ({ userId }: TestUser, id: string) => server.call(`GET /tasks/${id}`, { token: await server.tokenFor(userId) })
const statusOf = async (user: TestUser, id: string) => task.parse((await read(user, id)).data).status

const quota = z.object({ used: z.int(), reserved: z.int() })
const tasksOf = async ({ userId }: TestUser) => {
  const row = sql`SELECT used, reserved FROM quotas WHERE user_id = ${userId} AND resource_type = 'background_tasks'`
  return (await server.store.query(row, quota))[0]
}

const submit = (userId: string, payload: unknown, isRefusable = true) =>
  jobs.submit({ kind: 'export_account', userId, payload, priority: 'normal', isRefusable })

test('a task is waiting, then done, and known for an hour to whoever asked for it and to nobody else', async () => {
  const [user, other] = [await server.signUp(), await server.signUp()]
  const id = await start(user)

  await jobs.runDue()

  expect(await statusOf(user, id)).toBe('done')
  expect((await read(other, id)).error?.code).toBe('NOT_FOUND')
  expect((await read(user, newId())).error?.code).toBe('NOT_FOUND')
  clock.at += hour - 1
  expect(await statusOf(user, id)).toBe('done')
  clock.at += 1
  expect((await read(user, id)).error?.code).toBe('NOT_FOUND')
})

test('it is held while it waits and counted when it is done; the same wish once more is the same task', async () => {
  const user = await server.signUp()
  // Nothing of it is done before it is looked for.
  const ids = [await submit(user.userId, { user_id: user.userId }), await submit(user.userId, { user_id: user.userId })]
  await jobs.runDue()

  expect(new Set(ids).size).toBe(2)
  expect(await tasksOf(user)).toEqual({ used: 2, reserved: 0 })
  const named = {
    kind: 'export_account',
    userId: user.userId,
    payload: { user_id: 'nobody' },
    priority: 'low',
    onceKey: user.userId,
  }
  const again = [1, 2].map(() => jobs.submit({ ...named, priority: 'low', isRefusable: true }))
  expect(new Set(await Promise.all(again)).size).toBe(1)
  expect(await tasksOf(user)).toEqual({ used: 2, reserved: 1 })
})

test('with the quota used up a task is refused, but nobody is kept from what is his own', async () => {
  const user = await server.signUp()
  for (let n = 0; n < 10; n++) await submit(user.userId, { user_id: user.userId })

  const refused = submit(user.userId, { user_id: user.userId })
  await expect(refused).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' })
  const id = await start(user)
  await jobs.runDue()

  expect(await statusOf(user, id)).toBe('done')
  expect(await tasksOf(user)).toEqual({ used: 11, reserved: 0 })
})

test('one that is given up is not counted, and shows that it failed', async () => {
  const user = await server.signUp()
  const id = await submit(user.userId, 'no payload of this kind')
  for (let n = 0; n < maxAttempts; n++) {
    await jobs.runDue()
    clock.at += hour
  }

  const [row] = await server.store.query(sql`SELECT state FROM jobs WHERE id = ${id}`, z.unknown())
  expect([row, await tasksOf(user)]).toEqual([{ state: 'dead' }, { used: 0, reserved: 0 }])
})
