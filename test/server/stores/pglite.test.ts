import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openPglite } from '../../../server/stores/pglite.ts'
import { sql } from '../../../server/stores/sql.ts'
import { readOne, type SqlStore } from '../../../server/stores/sql-store.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { keepsMigrationContract } from './migration-contract.ts'
import { keepsSqlContract } from './sql-contract.ts'

const store = await openPglite(undefined)
afterAll(() => store[Symbol.asyncDispose]())

describe('PGlite keeps the contract of a database', () => {
  keepsSqlContract(() => store)
})

describe('migrations on PGlite', () => {
  keepsMigrationContract(emptied)
})

test('it does one thing at a time, and says who uses it and who waits', async () => {
  const [begun, going] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const works = Array.from({ length: 3 }, () =>
    store.transact(async () => {
      begun.resolve()
      await going.promise
    }),
  )
  await begun.promise

  expect(store.pools()).toEqual([{ database: 'postgres', inUse: 1, idle: 0, waiting: 2 }])

  going.resolve()
  await Promise.all(works)
  expect(store.pools()).toEqual([{ database: 'postgres', inUse: 0, idle: 1, waiting: 0 }])
})

test('half a database, left by a kill while it was filled, is filled anew', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'postgres')
  mkdirSync(data)
  writeFileSync(join(data, 'PG_VERSION'), '18\n')

  await using opened = await openPglite(data)

  expect(await readOne(opened, sql`SELECT 1 AS one`, z.object({ one: z.int() }))).toEqual({ one: 1 })
})

/** The same instance with an empty schema: a new one takes a second each. It stays open for the next test. */
async function emptied(): Promise<SqlStore> {
  await store.transact((tx) => tx.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public'))
  return { ...store, [Symbol.asyncDispose]: async () => {} }
}
