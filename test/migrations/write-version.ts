import { openDatabase } from '../../src-main/db/database.ts'
import { applyMigrations } from '../../src-main/db/migrate.ts'
import { readMigrations } from '../../src-main/db/migration-files.ts'
import { storePath } from '../../src-main/db/store-files.ts'
import { testKey } from '../helpers/temp-store.ts'
import { migrationsFolder } from '../helpers/test-db.ts'
import { rowsByVersion } from './rows-by-version.ts'

export const migrations = readMigrations(migrationsFolder)

/** A store as the given version left it, with rows in every table. */
export function writeVersion(folder: string, version: number): void {
  using db = openDatabase(storePath(folder), testKey)
  for (const migration of migrations.filter(({ n }) => n <= version)) {
    applyMigrations(db, [migration], () => 1)
    db.transact(() => rowsByVersion[migration.n]?.forEach((sql) => void db.exec(sql)))
  }
}
