import { afterAll, describe } from 'vitest'
import { migrate } from '../../../server/stores/migrate.ts'
import { readMigrations } from '../../../server/stores/migrations.ts'
import { openPglite } from '../../../server/stores/pglite.ts'
import { keepsJobsContract } from './jobs-contract.ts'

const store = await openPglite(undefined)
await migrate(store, readMigrations(`${import.meta.dirname}/../../../migrations/postgres`))
afterAll(() => store[Symbol.asyncDispose]())

describe('the queue on PGlite', () => {
  keepsJobsContract(() => store)
})
