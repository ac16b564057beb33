import { join } from 'node:path'
import { cassandra } from '../../scripts/services/cassandra.ts'
import { ferretdb } from '../../scripts/services/ferretdb.ts'
import { postgres } from '../../scripts/services/postgres.ts'
import { redis } from '../../scripts/services/redis.ts'
import { readConfig } from '../../server/config.ts'
import { createLog } from '../../server/log.ts'
import type { ConversationStore } from '../../server/stores/conversation-store.ts'
import type { HistoryStore } from '../../server/stores/history-store.ts'
import { openStores } from '../../server/stores/open-stores.ts'
import { newId } from '../../src-shared/ids.ts'
import { startServer } from '../helpers/server/start-server.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { startBare } from './bare-process.ts'
import type { Benchmark, BenchOptions, Row } from './row.ts'
import { type BenchUser, registerUsers } from './server/bench-users.ts'
import { type LoadReport, type LoadRequest, type LoadWork, loadReport } from './server/load-contract.ts'
import { percentile } from './statistics.ts'

const userCount = 50
const sessionsOfUser = 10
const turnsOfSession = 20
const clients = 8
const seconds = 10
const jwtSecret = 'k'.repeat(32)

const rowsOf = (prefix: string): readonly string[] =>
  ['per_s', 'p50_ms', 'p95_ms', 'p99_ms'].map((figure) => `${prefix}.history_page.${figure}`)

/** A page of 50 messages, of all conversations and of one in turns, on all four databases, durable. */
export const historyReal: Benchmark = {
  group: 'server',
  rows: rowsOf('server.real'),
  async *run(options) {
    using folder = tempFolder()
    await using databases = new AsyncDisposableStack()
    const variables: Record<string, string> = {}
    for (const database of [postgres, redis, cassandra, ferretdb]) {
      const missing = database.missing()
      if (missing !== undefined) throw new RangeError(missing)
      options.tell(`Starting ${database.name}`)
      const running = await database.start({ folder: join(folder.path, database.name.toLowerCase()), isKept: true })
      databases.defer(running.stop)
      Object.assign(variables, running.variables)
    }
    yield* measure({ ...variables, SCYLLA_REPLICATION_FACTOR: '1' }, { prefix: 'server.real', options })
  },
}

/** The same with nothing configured. */
export const historyEmbedded: Benchmark = {
  group: 'server',
  rows: rowsOf('server.embedded'),
  run: (options) => measure({}, { prefix: 'server.embedded', options }),
}

interface Measuring {
  readonly prefix: string
  readonly options: BenchOptions
}

async function* measure(databases: Readonly<Record<string, string>>, { prefix, options }: Measuring): AsyncGenerator<Row> {
  using folder = tempFolder()
  const environment = { ...databases, JWT_SECRET_KEY: jwtSecret, TRUST_PROXY: 'loopback' }
  options.tell(`Registering ${userCount} users`)
  const users = await registered({ data: folder.path, environment })
  options.tell(`Filling ${userCount * sessionsOfUser * turnsOfSession * 2} messages`)
  const sessions = await fill({ data: folder.path, environment }, users)
  await using server = await startServer({ data: folder.path, environment })
  await using load = startBare<LoadWork, LoadReport>('server/load-process.ts', loadReport)
  const requests = users.flatMap((user) => [pageOf(user), pageOf(user, sessions.get(user.id))])
  const work = { url: server.url, requests, pace: { type: 'closed', clients } } as const
  await load.ask({ ...work, seconds: 2 })
  const report = await load.ask({ ...work, seconds })
  const { latenciesMs, statuses } = report
  const note = `${Object.entries(statuses).map(([status, count]) => `${count} × ${status}`)}; 50 messages, ${clients} clients`
  const n = latenciesMs.length
  yield { name: `${prefix}.history_page.per_s`, figure: (statuses['200'] ?? 0) / report.seconds, unit: '/s', n, note }
  for (const share of [50, 95, 99])
    yield { name: `${prefix}.history_page.p${share}_ms`, figure: percentile(latenciesMs, share / 100), unit: 'ms', n, note }
}

interface Where {
  readonly data: string
  readonly environment: Readonly<Record<string, string>>
}

async function registered(where: Where): Promise<readonly BenchUser[]> {
  await using server = await startServer(where)
  const users = await registerUsers(server.url, userCount)
  // The folder of embedded stores is filled next.
  await server.kill('SIGTERM')
  return users
}

/** Returns one conversation of each user. */
async function fill({ data, environment }: Where, users: readonly BenchUser[]): Promise<ReadonlyMap<string, string>> {
  const config = readConfig({ environment, given: { data } })
  await using stores = await openStores({ config, log: createLog('silent'), now: Date.now })
  const sessions = new Map<string, string>()
  for (const { id } of users)
    for (let n = 0; n < sessionsOfUser; n++) sessions.set(id, await fillSession(stores, id, Date.now() - n * 86_400_000))
  return sessions
}

interface Texts {
  readonly history: HistoryStore
  readonly conversations: ConversationStore
}

async function fillSession({ history, conversations }: Texts, user_id: string, startMs: number): Promise<string> {
  const session_id = newId()
  const row = {
    user_id,
    session_id,
    embedding_used: true,
    tokens_used: 300,
    response_time_ms: 900,
    model_used: 'bench',
    confidence: 0.7,
  }
  const metadata = { status: 'complete', documents: 'searched', prompt_tokens: '250', completion_tokens: '50', sources: '[]' }
  const turn = async (n: number): Promise<void> => {
    const at = startMs + n * 60_000
    const asked = { ...row, actor: 'user' as const, message: 'A question of some words. '.repeat(4), metadata: {} }
    await history.add({ ...asked, timestamp: new Date(at), message_id: newId() })
    const answer = { ...row, actor: 'assistant' as const, message: 'An answer of some more words. '.repeat(12), metadata }
    await history.add({ ...answer, timestamp: new Date(at + 1000), message_id: newId() })
  }
  await Promise.all(Array.from({ length: turnsOfSession }, (_, n) => turn(n)))
  await conversations.addTurn({
    ...{ user_id, session_id, turn_id: newId(), at: new Date(startMs), messages: 2 * turnsOfSession, topics: [] },
    ...{ subscription_plan: 'free', title: 'A question of some words.', last_message: 'An answer of some more words.' },
  })
  return session_id
}

const pageOf = ({ token }: BenchUser, session?: string): LoadRequest => ({
  ...{ method: 'GET', headers: { authorization: `Bearer ${token}` } },
  path: `/chat/history?limit=50${session === undefined ? '' : `&session_id=${session}`}`,
})
