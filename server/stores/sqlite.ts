import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { z } from 'zod'
import { appliedMigration, type Migration, pending } from './migrations.ts'
import { parseRows } from './parse-rows.ts'
import { type Sql, type SqlValue, sql } from './sql.ts'

/** Its calls are short and hold this process meanwhile. Dates are milliseconds, truths 0 and 1. */
export interface SqliteFile extends Disposable {
  query<T>(statement: Sql, row: z.ZodType<T>): T[]
  /** How many rows it changed. */
  run(statement: Sql): number
  /** What `work` does, or nothing of it. */
  transact<T>(work: () => T): T
}

const busyMs = 2000

/** A file, or one in memory, with what was missing of `migrations`. What it acknowledged is on the disk. Errors: `StartFault`. */
export function openSqlite(path: string | undefined, migrations: readonly Migration[]): SqliteFile {
  if (path !== undefined) mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const db = new DatabaseSync(path ?? ':memory:', { timeout: busyMs })
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  const prepare = keepStatements(db)
  const file = {
    query: <T>({ text, values }: Sql, row: z.ZodType<T>) => parseRows(row, prepare(text).all(bound(values))),
    run: ({ text, values }: Sql) => Number(prepare(text).run(bound(values)).changes),
    transact: <T>(work: () => T) => transact(db, work),
    [Symbol.dispose]: () => db.close(),
  }
  file.transact(() => migrate(db, file, migrations))
  return file
}

const mostStatements = 200

/** A document is thousands of the same insert. */
function keepStatements(db: DatabaseSync): (text: string) => StatementSync {
  const kept = new Map<string, StatementSync>()
  return (text) => {
    const known = kept.get(text)
    if (known !== undefined) return known
    if (kept.size >= mostStatements) kept.clear()
    const made = db.prepare(text)
    kept.set(text, made)
    return made
  }
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

function migrate(db: DatabaseSync, file: Pick<SqliteFile, 'query' | 'run'>, migrations: readonly Migration[]): void {
  db.exec('CREATE TABLE IF NOT EXISTS migrations (n INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT')
  const next = () => pending(file.query(sql`SELECT name, sha256 FROM migrations ORDER BY n`, appliedMigration), migrations)
  for (let missing = next(); missing !== undefined; missing = next()) {
    db.exec(missing.text)
    file.run(sql`INSERT INTO migrations (n, name, sha256) VALUES (${missing.n}, ${missing.name}, ${missing.sha256})`)
  }
}

const bound = (values: readonly SqlValue[]) =>
  Object.fromEntries(values.map((value, index) => [String(index + 1), plainValue(value)]))

function plainValue(value: SqlValue): string | number | Uint8Array | null {
  if (value instanceof Date) return value.getTime()
  return typeof value === 'boolean' ? Number(value) : value
}
