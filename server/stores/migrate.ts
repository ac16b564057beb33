import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { StartFault } from '../start-fault.ts'
import { sql } from './sql.ts'
import type { SqlStore, SqlTx } from './sql-store.ts'

export interface Migration {
  readonly n: number
  readonly name: string
  readonly text: string
  /** Of the text with Unix line ends, so that a checkout on Windows is the same migration. */
  readonly sha256: string
}

/** Any number that nobody else locks; it names "the schema of this database". */
const schemaLock = 4_871_001

/** Every `NNNN-name.sql` of the folder, in order. */
export const readMigrations = (folder: string): Migration[] =>
  readdirSync(folder)
    .filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file))
    .sort()
    .map((file) => migration(file.slice(0, -'.sql'.length), readFileSync(join(folder, file), 'utf8')))

export function migration(name: string, content: string): Migration {
  const text = content.replaceAll('\r\n', '\n')
  return { n: Number(name.slice(0, 4)), name, text, sha256: createHash('sha256').update(text).digest('hex') }
}

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
  const next = pending(await tx.query(sql`SELECT name, sha256 FROM migrations ORDER BY n`, appliedRow), migrations)
  if (next === undefined) return undefined
  await tx.script(next.text)
  await tx.run(sql`INSERT INTO migrations (n, name, sha256) VALUES (${next.n}, ${next.name}, ${next.sha256})`)
  return next.name
}

const appliedRow = z.object({ name: z.string(), sha256: z.string() })

function pending(applied: readonly z.infer<typeof appliedRow>[], migrations: readonly Migration[]): Migration | undefined {
  for (const [index, { name, sha256 }] of applied.entries()) {
    const known = migrations[index]
    if (known === undefined) throw new StartFault(`The database is of a newer server: it has ${name}. Start that version.`)
    if (known.name !== name || known.sha256 !== sha256)
      throw new StartFault(`The migration ${name} is not the one that made this database. Start the version that it came with.`)
  }
  return migrations[applied.length]
}
