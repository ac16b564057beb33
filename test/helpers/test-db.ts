import { fileURLToPath } from 'node:url'
import { type Db, openDatabase } from '../../src-main/db/database.ts'
import { applyMigrations } from '../../src-main/db/migrate.ts'
import { readMigrations } from '../../src-main/db/migration-files.ts'

export const migrationsFolder = fileURLToPath(new URL('../../migrations/sqlite/', import.meta.url))

/** A real database in memory with every table, made by the product's own migrations. */
export function openTestDb(): Db {
  const db = openDatabase(':memory:', null)
  applyMigrations(db, readMigrations(migrationsFolder), () => 0)
  return db
}
