import type { NativeDatabase } from '../../../scripts/services/native-database.ts'
import { openPostgres } from '../../../server/stores/postgres.ts'
import type { SqlStore } from '../../../server/stores/sql-store.ts'
import { silentLog } from '../../helpers/server/silent-log.ts'
import { ask, startServer } from '../../helpers/server/start-server.ts'
import { type MortalDatabase, startMortal } from './mortal-database.ts'
import { expectAcknowledgedKept, expectCountedOnce } from './reconcile.ts'
import { type Load, signUpMany, startLoad } from './start-load.ts'
import { type Harm, type Strike, strike } from './strike-database.ts'
import { watchHealth } from './watch-health.ts'

export interface StruckServer extends AsyncDisposable {
  readonly load: Load
  readonly environment: Readonly<Record<string, string>>
  strike(harm: Harm, name: NativeDatabase['name'], awayMs: number): Promise<Strike>
  /** Ends the load; everything that was acknowledged is there, and everything that was sent was counted once. */
  expectReconciled(): Promise<Awaited<ReturnType<Load['stop']>>>
}

const clients = 8
const pauseMs = 50
const users = 6

/** A server on databases of its own, under load, whose health is watched. PostgreSQL has to be among them. */
export async function startStruckServer(databases: readonly NativeDatabase[]): Promise<StruckServer> {
  await using opened = new AsyncDisposableStack()
  const running = await Promise.all(databases.map((each) => startMortal(each, { isKept: each.name === 'Cassandra' })))
  for (const each of running) opened.use(each)
  const environment = { ...Object.assign({}, ...running.map(({ variables }) => variables)), ...loadedServer }
  const server = opened.use(await startServer({ environment }))
  const health = opened.use(watchHealth(server.url))
  const people = await signUpMany(server.url, users)
  const load = opened.use(await startLoad({ urls: [server.url], users: people, clients, pauseMs }))
  const kept = opened.move()
  return {
    ...{ load, environment },
    async strike(harm, name, awayMs) {
      // What is to be read while a database is away has been read before.
      await ask(server.url, 'GET /billing/quota/messages', { token: people[0]?.token ?? '' })
      return strike(harm, { database: named(running, name), health, serverPid: server.child.pid ?? 0, awayMs })
    },
    async expectReconciled() {
      await using store: SqlStore = openPostgres({ url: environment.DATABASE_URL, poolSize: 1, log: silentLog })
      const report = await load.stop()
      await expectAcknowledgedKept(store, report.uses)
      await expectCountedOnce(store, (await load.settle()).uses)
      return report
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** Nothing limits the load, and what it uses is counted. */
export const loadedServer = {
  ...{ JWT_SECRET_KEY: 'k'.repeat(32), ENABLE_RATE_LIMITING: 'false', HEARTH_PLANS_WITHOUT_PAYMENT: 'true' },
  HEARTH_SERVER_LOG_LEVEL: 'warn',
}

function named(databases: readonly MortalDatabase[], name: string): MortalDatabase {
  const found = databases.find((each) => each.name === name)
  if (found === undefined) throw new Error(`${name} was not started`)
  return found
}
