import { join } from 'node:path'
import { expect, test } from 'vitest'
import { postgres } from '../../../scripts/services/postgres.ts'
import { redis } from '../../../scripts/services/redis.ts'
import { openPglite } from '../../../server/stores/pglite.ts'
import { openPostgres } from '../../../server/stores/postgres.ts'
import { silentLog } from '../../helpers/server/silent-log.ts'
import { startServer } from '../../helpers/server/start-server.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { expectKillsLoseNothing, expectStopsDropNothing } from './end-servers.ts'
import type { LoadReport } from './load-contract.ts'
import { startMortal } from './mortal-database.ts'
import { summaryOf } from './strike-database.ts'
import { loadedServer } from './struck-server.ts'

const tell = ({ calls, uses }: LoadReport, times: number): void => {
  const acknowledged = uses.filter(({ isAcknowledged }) => isAcknowledged).length
  process.stderr.write(`${JSON.stringify({ times, uses: uses.length, acknowledged, ...summaryOf(calls) })}\n`)
}

async function twoProcesses(times: number) {
  const databases = [await startMortal(postgres), await startMortal(redis)]
  const variables: Readonly<Record<string, string>> = Object.assign({}, ...databases.map((each) => each.variables))
  const environment = { ...loadedServer, ...variables }
  return {
    ending: {
      ...{ processes: 2, times, start: () => startServer({ environment }) },
      open: async () => openPostgres({ url: variables.DATABASE_URL ?? '', poolSize: 1, log: silentLog }),
    },
    [Symbol.asyncDispose]: async () => void (await Promise.all(databases.map((each) => each[Symbol.asyncDispose]()))),
  }
}

test('two processes on PostgreSQL, killed a hundred times under load: no acknowledged use is lost, and none is counted twice', async () => {
  await using pair = await twoProcesses(100)

  const report = await expectKillsLoseNothing(pair.ending)

  tell(report, 100)
  expect(report.uses.length).toBeGreaterThan(1000)
})

test('the embedded server, killed a hundred times under load: no acknowledged use is lost, and none is counted twice', async () => {
  using folder = tempFolder()

  const report = await expectKillsLoseNothing({
    ...{ processes: 1, times: 100, start: () => startServer({ data: folder.path, environment: loadedServer }) },
    open: () => openPglite(join(folder.path, 'postgres')),
  })

  tell(report, 100)
  expect(report.uses.length).toBeGreaterThan(1000)
})

test('two processes on PostgreSQL, stopped in order forty times under load: every request is answered', async () => {
  await using pair = await twoProcesses(40)

  const report = await expectStopsDropNothing(pair.ending)

  tell(report, 40)
  expect(report.calls.length).toBeGreaterThan(1000)
})
