import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import { z } from 'zod'
import { appliedMigration, type Migration, pending } from './migrations.ts'
import type { Sql } from './sql.ts'

export interface SqliteFile extends Disposable {
  query<T>(statement: SqliteStatement, row: z.ZodType<T>): T[]
  /** How many rows it changed. */
  run(statement: SqliteStatement): number
  transact<T>(work: () => T): T
}

export type SqliteValue = string | number | Uint8Array | null
export type SqliteStatement = Omit<Sql, 'values'> & { readonly values: readonly SqliteValue[] }

const busyMs = 5000

/**
 * A file of SQLite, or one in memory, with what of `migrations` was missing. Its calls are short and hold this process meanwhile. What it
 * acknowledged is on the disk. Errors: `StartFault` when the file is of a newer server.
 */
export function openSqlite(path: string | undefined, migrations: readonly Migration[]): SqliteFile {
  if (path !== undefined) mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const db = new DatabaseSync(path ?? ':memory:', { timeout: busyMs })
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  const file: SqliteFile = {
    query: ({ text, values }, row) => z.array(row).parse(db.prepare(text).all(...values)),
    run: ({ text, values }) => Number(db.prepare(text).run(...values).changes),
    transact: (work) => transact(db, work),
    [Symbol.dispose]: () => db.close(),
  }
  transact(db, () => migrate(db, file, migrations))
  return file
}

function transact<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  }
}
