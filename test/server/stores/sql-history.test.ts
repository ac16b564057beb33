import { join } from 'node:path'
import { afterAll, describe } from 'vitest'
import { migrate } from '../../../server/stores/migrate.ts'
import { readMigrations } from '../../../server/stores/migrations.ts'
import { openPglite } from '../../../server/stores/pglite.ts'
import { createSqlAnalytics } from '../../../server/stores/sql-analytics.ts'
import { createSqlHistory } from '../../../server/stores/sql-history.ts'
import { keepsAnalyticsContract } from './analytics-contract.ts'
import { keepsHistoryContract } from './history-contract.ts'
import { keepsHostileHistory } from './hostile-text-contract.ts'

const store = await openPglite(undefined)
await migrate(store, readMigrations(join(import.meta.dirname, '../../../migrations/postgres')))
afterAll(() => store[Symbol.asyncDispose]())

describe('PGlite keeps the contract of the history', () => {
  keepsHistoryContract(() => createSqlHistory(store))
  keepsHostileHistory(() => createSqlHistory(store))
})

describe('PGlite keeps the contract of the analytics', () => {
  keepsAnalyticsContract(() => createSqlAnalytics(store))
})
