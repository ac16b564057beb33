import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { migrate } from '../../../server/stores/migrate.ts'
import { openPostgres } from '../../../server/stores/postgres.ts'
import { sql } from '../../../server/stores/sql.ts'
import { silentLog } from '../../helpers/server/silent-log.ts'
import { createDatabase, openTestDatabase } from '../../helpers/server/test-database.ts'
import { keepsMigrationContract, ofServer } from './migration-contract.ts'
import { keepsSqlContract } from './sql-contract.ts'

const store = await openTestDatabase('empty')
afterAll(() => store[Symbol.asyncDispose]())

describe('PostgreSQL keeps the contract of a database', () => {
  keepsSqlContract(() => store)
})

/** As the server migrates: a migration takes as long as it takes, and waits for those of other processes. */
const openPatiently = (url: string) => openPostgres({ url, poolSize: 2, log: silentLog, isPatient: true })

describe('migrations on PostgreSQL', () => {
  keepsMigrationContract(async () => openPatiently(await createDatabase('empty')))

  test('eight processes that start at once apply each migration once', async () => {
    const url = await createDatabase('empty')
    const stores = Array.from({ length: 8 }, () => openPatiently(url))

    const applied = await Promise.all(stores.map((each) => migrate(each, ofServer)))

    expect(applied.flat().toSorted()).toEqual(ofServer.map(({ name }) => name))
    await Promise.all(stores.map((each) => each[Symbol.asyncDispose]()))
  })
})

test('a database that does not answer is told as such, and nothing waits for ever', async () => {
  await using away = openPostgres({ url: 'postgresql://hearth@127.0.0.1:1/none', poolSize: 1, log: silentLog })

  await expect(away.ping()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', data: { store: 'postgres' } })
  await expect(away.transact(async () => {})).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
})

test('a connection that is cut in a transaction leaves nothing, and the pool goes on', async () => {
  await using own = await openTestDatabase('empty')
  await own.run(sql`CREATE TABLE cut (n INTEGER)`)

  const cut = own.transact(async (tx) => {
    await tx.run(sql`INSERT INTO cut VALUES (1)`)
    await tx.query(sql`SELECT pg_terminate_backend(pg_backend_pid())`, z.unknown())
  })

  await expect(cut).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  expect(await own.query(sql`SELECT n FROM cut`, z.unknown())).toEqual([])
})

test('of two transactions that wait for each other in a circle the one that is ended is done again', async () => {
  await store.run(sql`CREATE TABLE circle (n INTEGER PRIMARY KEY, by_whom TEXT)`)
  await store.run(sql`INSERT INTO circle VALUES (1), (2)`)
  const bothHoldOne = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const
  const attempts: string[] = []
  const take = (name: string, order: readonly [number, number], which: 0 | 1) =>
    store.transact(async (tx) => {
      attempts.push(name)
      await tx.run(sql`UPDATE circle SET by_whom = ${name} WHERE n = ${order[0]}`)
      bothHoldOne[which].resolve()
      await bothHoldOne[1 - which]?.promise
      await tx.run(sql`UPDATE circle SET by_whom = ${name} WHERE n = ${order[1]}`)
    })

  await Promise.all([take('one', [1, 2], 0), take('other', [2, 1], 1)])

  expect(attempts).toHaveLength(3)
  const [first, second] = await store.query(sql`SELECT by_whom FROM circle`, z.object({ by_whom: z.string() }))
  expect(first).toEqual(second)
  expect(first?.by_whom).toBe(attempts[2])
})
