import { expect, test } from 'vitest'
import { z } from 'zod'
import { cql } from '../../../server/stores/cql.ts'
import { type Migration, migration } from '../../../server/stores/migrations.ts'
import { openScylla, type ScyllaSettings } from '../../../server/stores/scylla.ts'
import { migrateScylla } from '../../../server/stores/scylla-migrate.ts'
import { newKeyspace, ofScylla, oneCopy } from '../../helpers/server/test-keyspace.ts'

const first = migration('0001-first', '-- Why.\nCREATE TABLE IF NOT EXISTS firsts (n INT PRIMARY KEY);\n')
const both = 'CREATE TABLE IF NOT EXISTS seconds (n INT PRIMARY KEY);\nINSERT INTO seconds (n) VALUES (1);\n'
const second = migration('0002-second', both)
const broken = migration('0002-second', both.replace('INTO seconds', 'INTO nowhere'))

const migrate = (settings: ScyllaSettings, migrations: readonly Migration[]) =>
  migrateScylla(settings, { keyspace: settings.keyspace, replication: oneCopy }, migrations)

async function tablesOf(settings: ScyllaSettings): Promise<string[]> {
  await using session = await openScylla({ ...settings, isPatient: true })
  const all = cql`SELECT table_name FROM system_schema.tables WHERE keyspace_name = ${settings.keyspace}`
  return (await session.query(all, z.object({ table_name: z.string() }))).map(({ table_name }) => table_name)
}

test('what is missing is applied in order, and once', async () => {
  const settings = newKeyspace()

  expect(await migrate(settings, [first])).toEqual(['0001-first'])
  expect(await migrate(settings, [first, second])).toEqual(['0002-second'])
  expect(await migrate(settings, [first, second])).toEqual([])
})

test('a migration that fails in its middle is not applied, and the mended one is, from its beginning', async () => {
  const settings = newKeyspace()

  await expect(migrate(settings, [first, broken])).rejects.toThrow()

  expect(await migrate(settings, [first, second])).toEqual(['0002-second'])
})

test('a migration that changed after it was applied, and a database of a newer server, stop the start in words', async () => {
  const settings = newKeyspace()
  await migrate(settings, [first, second])

  await expect(migrate(settings, [first, broken])).rejects.toThrow(/0002-second is not the one/)
  await expect(migrate(settings, [first])).rejects.toThrow(/newer server: it has 0002-second/)
})

test('a statement that cannot be done again is refused before anything is done', async () => {
  const settings = newKeyspace()
  const once = migration('0001-once', `${first.text}CREATE TABLE seconds (n INT PRIMARY KEY);\n`)

  await expect(migrate(settings, [once])).rejects.toThrow(/cannot be done again: CREATE TABLE seconds/)

  expect(await tablesOf(settings)).not.toContain('firsts')
})

test('six that start at once apply each migration once, also behind a lock that a killed one left', async () => {
  const settings = newKeyspace()
  await migrate(settings, [])
  await using session = await openScylla({ ...settings, isPatient: true })
  await session.run(cql`INSERT INTO schema_lock (scope, holder) VALUES ('schema', 'gone') USING TTL 1`)

  const applied = await Promise.all(Array.from({ length: 6 }, () => migrate(settings, ofScylla)))

  expect(applied.flat().toSorted()).toEqual(ofScylla.map(({ name }) => name))
  expect(await tablesOf(settings)).toEqual(
    expect.arrayContaining(['conversation_history', 'conversation_history_by_user', 'usage_analytics']),
  )
})

test('six that make the keyspace at once make one', async () => {
  const settings = newKeyspace()

  const applied = await Promise.all(Array.from({ length: 6 }, () => migrate(settings, [first])))

  expect(applied.flat()).toEqual(['0001-first'])
})
