import { join } from 'node:path'
import { startServer } from '../helpers/server/start-server.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import type { Benchmark, Row } from './row.ts'
import { againstBare, rowsAgainstBare } from './server/against-bare.ts'
import { registerUsers } from './server/bench-users.ts'
import { answered, environment, type MeasuredServer, startLoad, userCount } from './server/measured-server.ts'
import { mixedRows } from './server/mixed-rows.ts'
import { startRealStores } from './server/real-stores.ts'
import { loginOf } from './server/requests.ts'
import { percentile, spread } from './statistics.ts'

const poolSize = 20

/** One server process on PostgreSQL and Redis, both durable, with everything on that is on where it runs; the load comes from a process of its own. */
export const serverReal: Benchmark = {
  group: 'server',
  rows: [
    ...rowsAgainstBare('server.real'),
    'server.real.mixed200.p50_ms',
    'server.real.mixed200.p95_ms',
    'server.real.mixed200.p99_ms',
    'server.real.cache_hit_rate',
    'server.real.login.p95_ms',
  ],
  async *run(options) {
    await using stores = await startRealStores(options.tell)
    await using server = await startServer({ environment: { ...stores.variables, ...environment } })
    await using load = startLoad()
    options.tell(`Registering ${userCount} users`)
    const users = await registerUsers(server.url, userCount)
    const measured: MeasuredServer = { server, load, users, options }
    yield* againstBare(measured, { prefix: 'server.real', bare: { databaseUrl: stores.databaseUrl, poolSize } })
    yield* mixedRows(measured, { prefix: 'server.real', rate: 200 })
    yield await logins(measured)
  },
}

/** The same process with nothing configured: PGlite, SQLite and the process's own memory. */
export const serverEmbedded: Benchmark = {
  group: 'server',
  rows: ['server.embedded.ready_ms', 'server.embedded.mixed50.p99_ms', ...rowsAgainstBare('server.embedded')],
  async *run(options) {
    using folder = tempFolder()
    yield await starts()
    await using server = await startServer({ data: folder.path, environment: { TRUST_PROXY: 'loopback' } })
    await using load = startLoad()
    options.tell(`Registering ${userCount} users`)
    const users = await registerUsers(server.url, userCount)
    const measured: MeasuredServer = { server, load, users, options }
    yield* mixedRows(measured, { prefix: 'server.embedded', rate: 50 })
    const bare = { folder: join(folder.path, 'bare'), userIds: users.map(({ id }) => id) }
    yield* againstBare(measured, { prefix: 'server.embedded', bare })
  },
}

async function starts(): Promise<Row> {
  const samples: number[] = []
  for (let run = 0; run < 5; run++) {
    using fresh = tempFolder()
    const startedAt = performance.now()
    await using _ = await startServer({ data: fresh.path })
    samples.push(performance.now() - startedAt)
  }
  return {
    ...{ name: 'server.embedded.ready_ms', figure: percentile(samples, 0.5), unit: 'ms', n: samples.length, samples },
    note: `fresh folder, start of the process to its line; ${spread(samples)}`,
  }
}

async function logins({ server, load, users }: MeasuredServer): Promise<Row> {
  const requests = users.map((_, n) => loginOf(n))
  const report = await load.ask({ url: server.url, requests, seconds: 10, pace: { type: 'steady', perSecond: 20 } })
  const { length: n } = report.latenciesMs
  return {
    ...{ name: 'server.real.login.p95_ms', figure: percentile(report.latenciesMs, 0.95), unit: 'ms', n },
    note: `${answered(report)} at 20 a second`,
  }
}
