import { join } from 'node:path'
import { postgres } from '../../scripts/services/postgres.ts'
import { redis } from '../../scripts/services/redis.ts'
import { type ServerProcess, startServer } from '../helpers/server/start-server.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { type BareProcess, startBare } from './bare-process.ts'
import { measurePairs } from './paired.ts'
import type { Benchmark, BenchOptions, Row } from './row.ts'
import { type BareServerInput, bareServerAnswer } from './server/bare-server-contract.ts'
import { type BenchUser, registerUsers } from './server/bench-users.ts'
import { readCacheReads } from './server/cache-reads.ts'
import { type LoadReport, type LoadWork, loadReport } from './server/load-contract.ts'
import { bareQuotaOf, bareUsageOf, loginOf, mixed, quotaOf, usageOf } from './server/requests.ts'
import { percentile, shortNumber, spread } from './statistics.ts'

/** Shares no factor with 100, and is enough for nobody to reach his 600 requests a minute. */
const userCount = 397
const poolSize = 20
const clients = 16
const pairSeconds = 2

type Load = BareProcess<LoadWork, LoadReport>

/** One server process on PostgreSQL and Redis, both durable, with everything on that is on where it runs; the load comes from a process of its own. */
export const serverReal: Benchmark = {
  group: 'server',
  rows: [
    'server.real.quota_ratio',
    'server.real.usage_ratio',
    'server.real.mixed200.p50_ms',
    'server.real.mixed200.p95_ms',
    'server.real.mixed200.p99_ms',
    'server.real.cache_hit_rate',
    'server.real.login.p95_ms',
  ],
  async *run(options) {
    using folder = tempFolder()
    await using databases = new AsyncDisposableStack()
    const variables: Record<string, string> = {}
    for (const database of [postgres, redis]) {
      const missing = database.missing()
      if (missing !== undefined) throw new RangeError(missing)
      options.tell(`Starting ${database.name}`)
      const running = await database.start({ folder: join(folder.path, database.name.toLowerCase()), isKept: true })
      databases.defer(running.stop)
      Object.assign(variables, running.variables)
    }
    await using server = await startServer({ environment: { ...variables, ...environment } })
    await using load = startBare<LoadWork, LoadReport>('server/load-process.ts', loadReport)
    options.tell(`Registering ${userCount} users`)
    const users = await registerUsers(server.url, userCount)
    const measured: Measured = { server, load, users, options }
    yield* againstBare(measured, variables.DATABASE_URL ?? '')
    yield* mixedRows(measured, { prefix: 'server.real', rate: 200 })
    yield await logins(measured)
  },
}

/** The same process with nothing configured: PGlite, SQLite and the process's own memory. */
export const serverEmbedded: Benchmark = {
  group: 'server',
  rows: ['server.embedded.ready_ms', 'server.embedded.mixed50.p99_ms'],
  async *run(options) {
    using folder = tempFolder()
    const starts: number[] = []
    for (let run = 0; run < 5; run++) {
      using fresh = tempFolder()
      const startedAt = performance.now()
      await using _ = await startServer({ data: fresh.path })
      starts.push(performance.now() - startedAt)
    }
    const note = `fresh folder, start of the process to its line; ${spread(starts)}`
    yield {
      name: 'server.embedded.ready_ms',
      figure: percentile(starts, 0.5),
      unit: 'ms',
      n: starts.length,
      samples: starts,
      note,
    }

    await using server = await startServer({ data: folder.path, environment: { TRUST_PROXY: 'loopback' } })
    await using load = startBare<LoadWork, LoadReport>('server/load-process.ts', loadReport)
    options.tell(`Registering ${userCount} users`)
    const users = await registerUsers(server.url, userCount)
    yield* mixedRows({ server, load, users, options }, { prefix: 'server.embedded', rate: 50 })
  },
}

const environment = { JWT_SECRET_KEY: 'k'.repeat(32), TRUST_PROXY: 'loopback' }

interface Measured {
  readonly server: ServerProcess
  readonly load: Load
  readonly users: readonly BenchUser[]
  readonly options: BenchOptions
}

/** Requests a second of a route by those of a bare route with one query, in turns. */
async function* againstBare({ server, load, users, options }: Measured, databaseUrl: string): AsyncGenerator<Row> {
  await using bare = startBare<BareServerInput, { url: string }>('server/bare-server.ts', bareServerAnswer)
  const { url } = await bare.ask({ databaseUrl, poolSize })
  const rate = async (work: Pick<LoadWork, 'url' | 'requests'>) =>
    perSecond(await load.ask({ ...work, seconds: pairSeconds, pace: { type: 'closed', clients } }))
  for (const [name, ours, theirs] of [
    ['quota', quotaOf, bareQuotaOf],
    ['usage', usageOf, bareUsageOf],
  ] as const) {
    options.tell(`${name}: in turns with a bare route`)
    const paired = await measurePairs(
      () => rate({ url: server.url, requests: users.map(ours) }),
      () => rate({ url, requests: users.map(theirs) }),
      options,
    )
    const [here, there] = [paired.pairs.map((pair) => pair.ours), paired.pairs.map((pair) => pair.theirs)]
    yield {
      ...{ name: `server.real.${name}_ratio`, figure: paired.ratio, unit: '', ratio: paired.ratio, n: paired.pairs.length },
      against: 'a bare Fastify route with one query',
      samples: paired.pairs.map((pair) => pair.ours / pair.theirs),
      note: `${shortNumber(percentile(here, 0.5))} requests/s, bare ${shortNumber(percentile(there, 0.5))}, ${clients} clients`,
    }
  }
}

async function* mixedRows(
  { server, load, users, options }: Measured,
  { prefix, rate }: { readonly prefix: string; readonly rate: number },
): AsyncGenerator<Row> {
  const work = { url: server.url, requests: mixed(users), pace: { type: 'steady', perSecond: rate } } as const
  options.tell(`The mixed profile at ${rate} requests/s`)
  await load.ask({ ...work, seconds: 10 })
  const before = await readCacheReads(server.url)
  const report = await load.ask({ ...work, seconds: 30 })
  const after = await readCacheReads(server.url)
  const note = `${answered(report)} at ${rate} requests/s for ${report.seconds.toFixed(0)} s`
  for (const share of [50, 95, 99])
    yield {
      ...{ name: `${prefix}.mixed${rate}.p${share}_ms`, figure: percentile(report.latenciesMs, share / 100), unit: 'ms' },
      ...{ n: report.latenciesMs.length, note },
    }
  const reads = after.all - before.all
  yield { name: `${prefix}.cache_hit_rate`, figure: (after.hits - before.hits) / reads, unit: '', n: reads, note }
}

async function logins({ server, load, users }: Measured): Promise<Row> {
  const requests = users.map((_, n) => loginOf(n))
  const report = await load.ask({ url: server.url, requests, seconds: 10, pace: { type: 'steady', perSecond: 20 } })
  const { length: n } = report.latenciesMs
  return {
    ...{ name: 'server.real.login.p95_ms', figure: percentile(report.latenciesMs, 0.95), unit: 'ms', n },
    note: `${answered(report)} at 20 a second`,
  }
}

const perSecond = (report: LoadReport): number => {
  const good = Object.entries(report.statuses).filter(([status]) => status.startsWith('2'))
  return good.reduce((sum, [, count]) => sum + count, 0) / report.seconds
}

const answered = ({ statuses }: LoadReport): string =>
  Object.entries(statuses)
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ')
