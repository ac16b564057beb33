import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase, type ReadDb, type StoreDb } from '../../src-main/db/database.ts'
import { applyMigrations } from '../../src-main/db/migrate.ts'
import { readMigrations } from '../../src-main/db/migration-files.ts'
import { storePath } from '../../src-main/db/store-files.ts'
import { rowCounts } from '../../src-main/db/store-summary.ts'
import { startError } from '../../src-shared/desktop/app.ts'
import { storeNotice } from '../../src-shared/desktop/notices.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { contentHash, openFileOf, openTempStore, testKey } from '../helpers/temp-store.ts'
import { migrationsFolder } from '../helpers/test-db.ts'
import { rowsByVersion } from './rows-by-version.ts'
import { migrations, writeVersion } from './write-version.ts'

const versions = migrations.map(({ n }) => n)
const latest = versions.at(-1) ?? 0

const rowsOf = (db: ReadDb): Map<string, unknown[]> =>
  new Map(Object.keys(rowCounts(db)).map((table) => [table, db.prepare(`SELECT * FROM "${table}" ORDER BY 1`).all()]))

const isShadow = (table: string): boolean => /^(?:passage|message)_(?:words|phrases|trigrams)/.test(table)

/** Version 16 keeps vectors under other columns; a test of its own follows the rows. */
const isReshaped = (table: string, version: number): boolean => table === 'vectors' && version < 16

test('the tests have rows for every table of every version', () => {
  using db = openDatabase(':memory:', null)

  const empty = migrations.map((migration) => {
    applyMigrations(db, [migration], () => 1)
    rowsByVersion[migration.n]?.forEach((sql) => void db.exec(sql))
    return Object.entries(rowCounts(db)).filter(([table, rows]) => rows === 0 && !isShadow(table))
  })

  expect(empty.flat()).toEqual([])
})

test.each(versions)('a store of version %i becomes the present one with every row it had', async (version) => {
  using folder = tempFolder()
  writeVersion(folder.path, version)
  const before = readAll(folder.path)

  await using store = await openTempStore(folder.path)

  const after = rowsOf(store.db)
  for (const [table, rows] of before) {
    if (table === 'migrations' || isShadow(table) || isReshaped(table, version)) continue
    // Where numbers go on: a later version may count something more.
    if (table === 'sqlite_sequence') expect(after.get(table)).toEqual(expect.arrayContaining(rows))
    else expect(after.get(table), table).toMatchObject(rows)
  }
  expect(after.get('migrations')).toHaveLength(migrations.length)
  expect(store.db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
  expect(store.db.prepare('PRAGMA quick_check').pluck().get()).toBe('ok')
  const found = store.db.prepare("SELECT rowid FROM passage_words WHERE passage_words MATCH 'ferry'").pluck().all()
  expect(found).toEqual(version >= 3 ? [1] : [])
})

test.each(versions.filter((version) => version < latest))(
  'a store of version %i is backed up as it was before it is changed',
  async (version) => {
    using folder = tempFolder()
    writeVersion(folder.path, version)
    const before = readHash(folder.path)

    await using store = await openTempStore(folder.path)

    const [backup] = store.backups.list()
    using copy = openDatabase(backup?.path ?? '', testKey, { readonly: true })
    expect(contentHash(copy)).toBe(before)
    expect(store.notices).toMatchObject([{ code: storeNotice.migrated, data: { path: backup?.path } }])
  },
)

/** The migrations with a fault after the k-th statement of one of them. */
function folderWithFault(folder: string, name: string, k: number): string {
  const broken = join(folder, 'migrations')
  mkdirSync(broken, { recursive: true })
  for (const each of migrations) {
    const sql = each.name === name ? withFault(each.sql, k) : each.sql
    writeFileSync(join(broken, `${each.name}.sql`), sql)
  }
  return broken
}

const statementEnds = (sql: string): number[] =>
  [...sql.matchAll(/;\n(?=\n|CREATE|ALTER|INSERT|DROP|UPDATE|--|$)/g)].map(({ index }) => index + 1)

function withFault(sql: string, k: number): string {
  const at = statementEnds(sql)[k] ?? sql.length
  return `${sql.slice(0, at)}\nINSERT INTO no_such_table VALUES (1);\n${sql.slice(at)}`
}

const faults = migrations.flatMap(({ name, sql }) => statementEnds(sql).map((_, k) => [name, k] as const))

test('vectors of every embedder keep their scale and codes, wait to be taken into lists, and go with their passage', async () => {
  using folder = tempFolder()
  writeVersion(folder.path, 11)
  inFile(folder.path, (db) => {
    db.exec("INSERT INTO vectors VALUES (1, 'another', 0.25, x'7f0100')")
    db.exec("INSERT INTO passages SELECT 2, 'p2', document_id, 1, 0, 1, NULL, '[]', 1, 'x' FROM passages")
    db.exec("INSERT INTO vectors VALUES (2, 'embedder', 0.5, x'010203')")
  })

  await using store = await openTempStore(folder.path)

  const rows = store.db.prepare(`
    SELECT embedder_id, vectors.id & 1099511627775 AS passage, scale, hex(vector) AS codes
    FROM vectors JOIN vector_spaces ON vector_spaces.id = vectors.id >> 40 ORDER BY embedder_id, passage
  `)
  // The shorter of two lengths under one embedder is of a model before it, and is embedded again.
  expect(rows.all()).toEqual([
    { embedder_id: 'another', passage: 1, scale: 0.25, codes: '7F0100' },
    { embedder_id: 'embedder', passage: 2, scale: 0.5, codes: '010203' },
  ])
  expect(store.db.prepare('SELECT count(*) FROM loose_vectors').pluck().get()).toBe(2)
  store.db.transact((tx) => tx.prepare('DELETE FROM passages WHERE rowid = 1').run())
  expect(rows.all()).toHaveLength(1)
})

test('a migration that fails after any of its statements leaves the store as it was, and the right one still works', async () => {
  using folder = tempFolder()

  for (const [name, k] of faults) {
    const here = join(folder.path, `${name}-${k}`)
    mkdirSync(here)
    writeVersion(here, Number(name.slice(0, 4)) - 1)
    const before = readHash(here)
    using db = openFileOf(here)
    const broken = readMigrations(folderWithFault(folder.path, name, k)).filter((each) => each.name === name)

    expect(() => applyMigrations(db, broken, () => 1), `${name} after statement ${k}`).toThrow('no such table')

    expect(contentHash(db), `${name} after statement ${k}`).toBe(before)
    applyMigrations(
      db,
      migrations.filter(({ n }) => n >= Number(name.slice(0, 4))),
      () => 1,
    )
  }
  expect(faults.length).toBeGreaterThan(30)
})

test('a migration that was changed after it was applied is refused by name, and the store stays as it was', async () => {
  using folder = tempFolder()
  writeVersion(folder.path, latest)
  const changed = join(folder.path, 'migrations')
  mkdirSync(changed)
  for (const { name, sql } of migrations)
    writeFileSync(join(changed, `${name}.sql`), name.startsWith('0002') ? `${sql}\n-- changed\n` : sql)
  const bytes = readFileSync(storePath(folder.path))

  await expect(openTempStore(folder.path, { migrationsFolder: changed })).rejects.toMatchObject({
    code: startError.changedMigration,
    data: { name: '0002-conversations' },
  })

  expect(readFileSync(storePath(folder.path)).equals(bytes)).toBe(true)
})

test('line ends of another system do not make it another migration', async () => {
  using folder = tempFolder()
  writeVersion(folder.path, latest)
  const checkout = join(folder.path, 'migrations')
  mkdirSync(checkout)
  for (const { name, sql } of migrations) writeFileSync(join(checkout, `${name}.sql`), sql.replaceAll('\n', '\r\n'))

  await using store = await openTempStore(folder.path, { migrationsFolder: checkout })

  expect(store.notices).toEqual([])
})

test('a migration slipped in before an applied one is refused', async () => {
  using folder = tempFolder()
  writeVersion(folder.path, latest)
  const reordered = join(folder.path, 'migrations')
  mkdirSync(reordered)
  for (const { name } of migrations) copyFileSync(join(migrationsFolder, `${name}.sql`), join(reordered, `${name}.sql`))
  writeFileSync(join(reordered, '0001-a.sql'), 'CREATE TABLE a (b INTEGER) STRICT;')

  await expect(openTempStore(folder.path, { migrationsFolder: reordered })).rejects.toMatchObject({
    code: startError.changedMigration,
  })
})

test('a store of a later version is refused and not touched', async () => {
  using folder = tempFolder()
  writeVersion(folder.path, latest)
  inFile(folder.path, (db) => db.exec("INSERT INTO migrations VALUES (9999, '9999-later', 'x', 1)"))
  const bytes = readFileSync(storePath(folder.path))

  await expect(openTempStore(folder.path)).rejects.toMatchObject({ code: startError.newerData, data: { newer: ['9999-later'] } })

  expect(readFileSync(storePath(folder.path)).equals(bytes)).toBe(true)
})

test('a migration that would leave references to nothing is refused', () => {
  using db = openDatabase(':memory:', null)
  applyMigrations(db, migrations, () => 1)
  const careless = { n: 9000, name: '9000-careless', sha256: 'x', sql: "INSERT INTO conversation_tags VALUES ('gone', 'gone');" }

  expect(() => applyMigrations(db, [careless], () => 1)).toThrow('9000-careless')

  expect(db.prepare('SELECT count(*) FROM conversation_tags').pluck().get()).toBe(0)
  expect(db.pragma('foreign_keys')).toBe(1)
})

test('a restored backup of an earlier version is brought up to the present one', async () => {
  using folder = tempFolder()
  using old = tempFolder()
  writeVersion(old.path, 3)
  await using store = await openTempStore(folder.path)

  await store.restore(storePath(old.path))

  expect(store.db.prepare('SELECT text FROM messages ORDER BY id').pluck().all()).toEqual([
    'When does the ferry leave?',
    'At nine [1].',
  ])
  expect(store.db.prepare('SELECT count(*) FROM migrations').pluck().get()).toBe(migrations.length)
})

function inFile<T>(folder: string, work: (db: StoreDb) => T): T {
  using db = openFileOf(folder)
  return work(db)
}

const readAll = (folder: string): Map<string, unknown[]> => inFile(folder, rowsOf)
const readHash = (folder: string): string => inFile(folder, contentHash)
