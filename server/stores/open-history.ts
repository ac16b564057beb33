import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import type { AnalyticsStore } from './analytics-store.ts'
import type { HistoryStore } from './history-store.ts'
import { keepConnecting } from './keep-connecting.ts'
import { readMigrations } from './migrations.ts'
import { openScylla } from './scylla.ts'
import { createScyllaAnalytics } from './scylla-analytics.ts'
import { createScyllaHistory } from './scylla-history.ts'
import { migrateScylla } from './scylla-migrate.ts'
import { createSqlAnalytics } from './sql-analytics.ts'
import { createSqlHistory } from './sql-history.ts'
import type { SqlStore } from './sql-store.ts'

export interface HistoryStores extends AsyncDisposable {
  readonly history: HistoryStore
  readonly analytics: AnalyticsStore
}

export interface HistoryDeps {
  readonly config: Config
  readonly log: Log
  readonly store: SqlStore
}

/** ScyllaDB, which may come later and go away, or tables of the database. Errors: `StartFault`. */
export async function openHistory({ config, log, store }: HistoryDeps): Promise<HistoryStores> {
  const { scylla: settings } = config
  if (settings === undefined)
    return { history: createSqlHistory(store), analytics: createSqlAnalytics(store), [Symbol.asyncDispose]: async () => {} }
  const connecting = await keepConnecting({
    name: 'scylla',
    log,
    async open() {
      const applied = await migrateScylla(settings, settings, readMigrations(migrationsFolder))
      if (applied.length > 0) log.info({ store: 'scylla', applied }, 'migrations applied')
      return openScylla(settings)
    },
  })
  return {
    history: createScyllaHistory(connecting.current),
    analytics: createScyllaAnalytics(connecting.current),
    [Symbol.asyncDispose]: () => connecting[Symbol.asyncDispose](),
  }
}

const migrationsFolder = join(import.meta.dirname, '../../migrations/scylla')
