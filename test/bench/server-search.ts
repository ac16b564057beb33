import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ferretdb } from '../../scripts/services/ferretdb.ts'
import { postgres } from '../../scripts/services/postgres.ts'
import { redis } from '../../scripts/services/redis.ts'
import type { KnowledgeStore } from '../../server/stores/knowledge-store.ts'
import { readMigrations } from '../../server/stores/migrations.ts'
import { openMongoPatiently } from '../../server/stores/mongo.ts'
import { createMongoKnowledge } from '../../server/stores/mongo-knowledge.ts'
import { openSqlite } from '../../server/stores/sqlite.ts'
import { createSqliteKnowledge } from '../../server/stores/sqlite-knowledge.ts'
import { ask, type ServerProcess, startServer } from '../helpers/server/start-server.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { startBare } from './bare-process.ts'
import type { Benchmark, BenchOptions, Row } from './row.ts'
import { type BenchUser, registerUsers } from './server/bench-users.ts'
import { fillDocuments } from './server/fill-documents.ts'
import { type LoadReport, type LoadRequest, type LoadWork, loadReport } from './server/load-contract.ts'
import { percentile, shortNumber, spread } from './statistics.ts'

const passages = 100_000
const embedder = 'all-mpnet-base-v2'
/** A user may ask ten a second. */
const perSecond = 8
const seconds = 40

const environment = { JWT_SECRET_KEY: 'k'.repeat(32), TRUST_PROXY: 'loopback', HEARTH_PLANS_WITHOUT_PAYMENT: 'true' }

/** Semantic search over HTTP among 100,000 passages of one user: PostgreSQL, Redis, FerretDB for MongoDB, and the index of the process's own. */
export const searchReal: Benchmark = {
  group: 'server',
  rows: ['server.real.search_100k.p95_ms'],
  async *run(options) {
    using folder = tempFolder()
    await using opened = new AsyncDisposableStack()
    const variables: Record<string, string> = {}
    for (const database of [postgres, redis, ferretdb]) {
      const missing = database.missing()
      if (missing !== undefined) throw new RangeError(missing)
      const running = await database.start({ folder: join(folder.path, database.name.toLowerCase()), isKept: true })
      opened.defer(running.stop)
      Object.assign(variables, running.variables)
    }
    const server = opened.use(await startServer({ data: folder.path, environment: { ...variables, ...environment } }))
    const session = opened.use(await openMongoPatiently({ url: variables.MONGO_URI ?? '', database: 'chatbot_app' }))
    yield await searchRow({ server, knowledge: createMongoKnowledge(() => session), options, stores: 'real' })
  },
}

/** The same with nothing configured. */
export const searchEmbedded: Benchmark = {
  group: 'server',
  rows: ['server.embedded.search_100k.p95_ms'],
  async *run(options) {
    using folder = tempFolder()
    await using server = await startServer({ data: folder.path, environment })
    const migrations = readMigrations(join(import.meta.dirname, '../../migrations/knowledge'))
    using file = openSqlite(join(folder.path, 'knowledge.db'), migrations)
    yield await searchRow({ server, knowledge: createSqliteKnowledge(() => file), options, stores: 'embedded' })
  },
}

interface Searched {
  readonly server: ServerProcess
  readonly knowledge: KnowledgeStore
  readonly options: BenchOptions
  readonly stores: 'real' | 'embedded'
}

async function searchRow({ server, knowledge, options, stores }: Searched): Promise<Row> {
  const count = options.size ?? passages
  const [user] = await registerUsers(server.url, 1)
  if (user === undefined) throw new RangeError('nobody could register')
  const plan = { plan_type: 'enterprise', billing_cycle: 'monthly' }
  await ask(server.url, 'PUT /billing/subscription', { token: user.token, body: plan })
  const questions = await fillDocuments({ knowledge, userId: user.id, count, embedder, tell: options.tell })
  const requests = questions.map((embedding, n) => searchOf(user, n, embedding))
  options.tell('The first searches, which make the index')
  const readyMs = await untilQuick(server, requests)
  await using load = startBare<LoadWork, LoadReport>('server/load-process.ts', loadReport)
  const measured = requests.slice(warming)
  const report = await load.ask({ url: server.url, requests: measured, seconds, pace: { type: 'steady', perSecond } })
  const answers = Object.entries(report.statuses).map(([status, times]) => `${times} × ${status}`)
  const others = [0.5, 0.99].map((share) => shortNumber(percentile(report.latenciesMs, share)))
  return {
    name: `server.${stores}.search_100k.p95_ms${count === passages ? '' : `.n${count}`}`,
    ...{ figure: percentile(report.latenciesMs, 0.95), unit: 'ms', n: report.latenciesMs.length },
    note: `${answers.join(', ')} at ${perSecond} a second, none of them asked before; p50 ${others[0]}, p99 ${others[1]}; ${spread(report.latenciesMs)}; index made ${shortNumber(readyMs / 1000)} s after the first search`,
  }
}

const searchOf = ({ token }: BenchUser, n: number, embedding: readonly number[]): LoadRequest => ({
  ...{ method: 'POST', path: '/search/semantic', headers: { authorization: `Bearer ${token}` } },
  body: JSON.stringify({ query: `question ${n}`, embedding, embedding_model: embedder }),
})

/** Questions that are asked before it is measured; they are not asked again. */
const warming = 200
const quickMs = 60
const longestMs = 240_000

/** Until ten in a row are answered as quickly as they will be: the documents are read and their lists are made. Returns how long that took. */
async function untilQuick({ url }: ServerProcess, requests: readonly LoadRequest[]): Promise<number> {
  const startedAt = performance.now()
  let [quick, next] = [0, 0]
  while (quick < 10 && next < warming && performance.now() - startedAt < longestMs) {
    const { path, headers, body = '' } = requests[next] ?? { path: '/', headers: {} }
    const askedAt = performance.now()
    const { ok } = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    })
    if (ok) next++
    quick = ok && performance.now() - askedAt < quickMs ? quick + 1 : 0
    await delay(ok ? 300 : 2000)
  }
  return performance.now() - startedAt
}
