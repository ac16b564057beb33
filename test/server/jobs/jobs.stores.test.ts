import { afterAll, describe, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { openPostgres } from '../../../server/stores/postgres.ts'
import { sql } from '../../../server/stores/sql.ts'
import { findOne } from '../../../server/stores/sql-store.ts'
import { registered } from '../../../src-shared/api/accounts.ts'
import { task, taskStarted } from '../../../src-shared/api/tasks.ts'
import { holdLock } from '../../helpers/server/hold-lock.ts'
import { silentLog } from '../../helpers/server/silent-log.ts'
import { ask, startServer } from '../../helpers/server/start-server.ts'
import { createDatabase, openTestDatabase } from '../../helpers/server/test-database.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { waitFor } from '../../helpers/wait-for.ts'
import { keepsJobsContract } from './jobs-contract.ts'

const store = await openTestDatabase()
afterAll(() => store[Symbol.asyncDispose]())

describe('the queue on PostgreSQL', () => {
  keepsJobsContract(() => store)
})

test('the job of a process that was killed in the midst of it is done by another process, and counted once', async () => {
  using folder = tempFolder()
  const DATABASE_URL = await createDatabase()
  const environment = { DATABASE_URL, JWT_SECRET_KEY: 'k'.repeat(32), REDIS_URL: inject('redisUrl') }
  await using own = openPostgres({ url: DATABASE_URL, poolSize: 4, log: silentLog })
  // A server of another test may hold the folder that is used without one.
  await using victim = await startServer({ data: folder.path, environment })
  const body = { email: 'killed@example.org', password: 'long enough' }
  const { access_token: token } = registered.parse((await ask(victim.url, 'POST /auth/register', { body })).data)
  // The export reads this table, and waits.
  const held = await holdLock(own, sql`LOCK TABLE mailed_tokens IN ACCESS EXCLUSIVE MODE`)
  const { task_id } = taskStarted.parse((await ask(victim.url, 'POST /users/me/export', { token })).data)
  const running = sql`SELECT id FROM jobs WHERE id = ${task_id} AND state = 'running'`
  await waitFor('the job to begin', () => findOne(own, running, z.unknown()))

  await victim.kill('SIGKILL')
  await held.release()
  // As if its minute were over.
  await own.run(sql`UPDATE jobs SET claimed_until = created_at WHERE id = ${task_id}`)
  await using survivor = await startServer({ data: folder.path, environment })

  const ended = await waitFor('the result', async () => {
    const seen = task.parse((await ask(survivor.url, `GET /tasks/${task_id}`, { token })).data)
    return seen.status === 'done' ? seen : undefined
  })
  expect(ended.result).toMatchObject({ stores: { postgres: { users: [{ email: body.email }] } } })
  const { data } = await ask(survivor.url, 'GET /billing/quota/background_tasks', { token })
  expect(data).toMatchObject({ current_usage: 1 })
})
