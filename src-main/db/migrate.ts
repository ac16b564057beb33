import { startError } from '../../src-shared/desktop/app.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ReadDb, StoreDb } from './database.ts'
import type { MigrationFile } from './migration-files.ts'

export interface AppliedMigration {
  readonly n: number
  readonly name: string
  readonly sha256: string
}

/** In the order in which they were applied; empty for a new file. */
export function appliedMigrations(db: ReadDb): AppliedMigration[] {
  const exists = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'").get()
  if (exists === undefined) return []
  return db.prepare<[], AppliedMigration>('SELECT n, name, sha256 FROM migrations ORDER BY n').all()
}

/**
 * What is still to be applied. Errors: `start.newer_data` when the file was written by a later Hearth,
 * `start.changed_migration` when an applied migration is not what it was, or one was slipped in before it.
 */
export function pendingMigrations(
  applied: readonly AppliedMigration[],
  files: readonly MigrationFile[],
): readonly MigrationFile[] {
  const last = files.at(-1)?.n ?? 0
  const newer = applied.filter(({ n }) => n > last).map(({ name }) => name)
  if (newer.length > 0) throw new AppError(startError.newerData, { newer })
  for (const [index, { name, sha256 }] of applied.entries()) {
    const file = files[index]
    if (file?.name !== name || file.sha256 !== sha256) throw new AppError(startError.changedMigration, { name })
  }
  return files.slice(applied.length)
}

/** Applies the files in order, each in a transaction of its own: a kill leaves the store before or after one, never inside. */
export function applyMigrations(db: StoreDb, files: readonly MigrationFile[], now: () => number): void {
  if (files.length === 0) return
  // A migration may rebuild a table that others refer to; references are checked whole before its commit instead.
  db.pragma('foreign_keys = OFF')
  try {
    for (const file of files) applyMigration(db, file, now())
  } finally {
    db.pragma('foreign_keys = ON')
  }
}

function applyMigration(db: StoreDb, { n, name, sql, sha256 }: MigrationFile, at: number): void {
  db.transact((tx) => {
    db.exec(migrationsTable)
    db.exec(sql)
    const dangling = tx.prepare('PRAGMA foreign_key_check').all()
    if (dangling.length > 0) throw new Error(`migration ${name} leaves ${dangling.length} references to rows that are gone`)
    tx.prepare('INSERT INTO migrations (n, name, sha256, applied_at) VALUES (?, ?, ?, ?)').run(n, name, sha256, at)
  })
}

const migrationsTable = `
  CREATE TABLE IF NOT EXISTS migrations (
    n          INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    applied_at INTEGER NOT NULL
  ) STRICT`
