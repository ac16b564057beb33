import { afterAll, describe } from 'vitest'
import { migrate, readMigrations } from '../../../server/stores/migrate.ts'
import { openPglite } from '../../../server/stores/pglite.ts'
import { keepsJobsContract } from './jobs-contract.ts'

const store = await openPglite(undefined)
await migrate(store, readMigrations(`${import.meta.dirname}/../../../migrations/postgres`))
afterAll(() => store[Symbol.asyncDispose]())

describe('the queue on PGlite', () => {
  keepsJobsContract(() => store)
})
