import { z } from 'zod'
import { appliedMigration, type Migration, pending } from './migrations.ts'
import { sql } from './sql.ts'
import type { SqlStore, SqlTx } from './sql-store.ts'

/** Any number that nobody else locks; it names "the schema of this database". */
const schemaLock = 4_871_001

/**
 * Applies what is missing, each in a transaction of its own, forward only. Several processes may start at once: each step
 * takes the lock and then looks what is still missing. Returns the names that this process applied. Errors: `StartFault` when the
 * database is newer than this server, or an applied migration is not what it was.
 */
export async function migrate(store: SqlStore, migrations: readonly Migration[]): Promise<readonly string[]> {
  const applied: string[] = []
  for (;;) {
    const name = await store.transact((tx) => applyNext(tx, migrations))
    if (name === undefined) return applied
    applied.push(name)
  }
}

async function applyNext(tx: SqlTx, migrations: readonly Migration[]): Promise<string | undefined> {
  await tx.query(sql`SELECT pg_advisory_xact_lock(${schemaLock})`, z.unknown())
  await tx.run(sql`
    CREATE TABLE IF NOT EXISTS migrations (
      n INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at TIMESTAMPTZ NOT NULL DEFAULT now())`)
  const next = pending(await tx.query(sql`SELECT name, sha256 FROM migrations ORDER BY n`, appliedMigration), migrations)
  if (next === undefined) return undefined
  await tx.script(next.text)
  await tx.run(sql`INSERT INTO migrations (n, name, sha256) VALUES (${next.n}, ${next.name}, ${next.sha256})`)
  return next.name
}
