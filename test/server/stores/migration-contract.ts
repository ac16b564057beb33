import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { migrate } from '../../../server/stores/migrate.ts'
import { type Migration, migration, readMigrations } from '../../../server/stores/migrations.ts'
import { sql } from '../../../server/stores/sql.ts'
import type { SqlStore } from '../../../server/stores/sql-store.ts'

export const ofServer = readMigrations(join(import.meta.dirname, '../../../migrations/postgres'))

const first = migration('0001-first', 'CREATE TABLE firsts (n INTEGER);\nINSERT INTO firsts VALUES (1);')
const second = migration('0002-second', 'CREATE TABLE seconds (n INTEGER);')
const broken = migration('0002-second', 'CREATE TABLE seconds (n INTEGER);\nINSERT INTO nowhere VALUES (1);')

/** What the runner keeps on every database. Each `open` is empty. */
export function keepsMigrationContract(open: () => Promise<SqlStore>): void {
  test('what is missing is applied in order, and once', async () => {
    await using store = await open()

    expect(await migrate(store, [first])).toEqual(['0001-first'])
    expect(await migrate(store, [first, second])).toEqual(['0002-second'])
    expect(await migrate(store, [first, second])).toEqual([])
  })

  test('of a migration that fails nothing stays, so the mended one is applied whole', async () => {
    await using store = await open()

    await expect(migrate(store, [first, broken])).rejects.toThrow()

    expect(await namesOf(store)).toEqual(['0001-first'])
    expect(await migrate(store, [first, second])).toEqual(['0002-second'])
  })

  test('a migration that changed after it was applied stops the start, in words', async () => {
    await using store = await open()
    await migrate(store, [first])

    await expect(migrate(store, [migration('0001-first', 'CREATE TABLE firsts (n BIGINT);')])).rejects.toThrow(
      /0001-first is not the one/,
    )
  })

  test('a database of a newer server is refused unharmed', async () => {
    await using store = await open()
    await migrate(store, [first, second])

    await expect(migrate(store, [first])).rejects.toThrow(/newer server: it has 0002-second/)
    expect(await namesOf(store)).toEqual(['0001-first', '0002-second'])
  })

  test('the tables of the server are those of the reference', async () => {
    await using store = await open()
    await migrate(store, ofServer)

    const tables = await store.query(
      sql`SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`,
      z.object({ table_name: z.string() }),
    )

    expect(tables.map(({ table_name }) => table_name)).toEqual(
      expect.arrayContaining(['users', 'subscriptions', 'usage_records', 'billing_history']),
    )
  })
}

async function namesOf(store: SqlStore): Promise<Migration['name'][]> {
  return (await store.query(sql`SELECT name FROM migrations ORDER BY n`, z.object({ name: z.string() }))).map(({ name }) => name)
}
