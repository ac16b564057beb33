import { expect, inject, test } from 'vitest'
import { openPostgres } from '../../../server/stores/postgres.ts'
import { silentLog } from '../../helpers/server/silent-log.ts'
import { startServer } from '../../helpers/server/start-server.ts'
import { createDatabase } from '../../helpers/server/test-database.ts'
import { expectKillsLoseNothing, expectStopsDropNothing } from './end-servers.ts'
import { loadedServer } from './struck-server.ts'

async function twoProcesses(times: number) {
  const DATABASE_URL = await createDatabase()
  const environment = { ...loadedServer, DATABASE_URL, REDIS_URL: inject('redisUrl') }
  return {
    ...{ processes: 2, times, start: () => startServer({ environment }) },
    open: async () => openPostgres({ url: DATABASE_URL, poolSize: 1, log: silentLog }),
  }
}

test('one of two processes killed under load three times: no acknowledged use is lost, and none is counted twice', async () => {
  const { uses } = await expectKillsLoseNothing(await twoProcesses(3))

  expect(uses.length).toBeGreaterThanOrEqual(30)
})

test('both processes stopped in order under load, one after the other: every request is answered', async () => {
  const { calls } = await expectStopsDropNothing(await twoProcesses(2))

  expect(calls.length).toBeGreaterThan(50)
})
