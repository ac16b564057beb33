import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { type Cql, cql } from './cql.ts'
import { appliedMigration, type Migration, pending } from './migrations.ts'
import { retryWhile } from './retry-while.ts'
import { type CqlSession, isUnknownThing, openScyllaPatiently, type ScyllaAddress } from './scylla.ts'

export interface Replication {
  readonly strategy: 'NetworkTopologyStrategy' | 'SimpleStrategy'
  /** For each data centre, or for the one that is connected to. */
  readonly factor: number | Readonly<Record<string, number>>
}

export interface KeyspaceSettings {
  /** A plain identifier: it stands in the statements themselves. */
  readonly keyspace: string
  /** For a keyspace that is not there yet; one that is keeps its own. */
  readonly replication: Replication
}

/** Longer than a statement of a migration is waited for: whoever lost the lock has stopped by then. */
const lockSeconds = 120
const knownPatienceMs = 10_000
const pauseMs = 100
const lockPatienceMs = 2 * lockSeconds * 1000

/**
 * Makes the keyspace where there is none and applies what is missing, forward only. Several processes may start at once: a row
 * written under a condition is the lock. Returns the names that this process applied. Errors: `StartFault` as for every migration.
 */
export async function migrateScylla(
  address: ScyllaAddress,
  { keyspace, replication }: KeyspaceSettings,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  await makeKeyspace(address, { keyspace, replication })
  await using session = await untilKnown(() => openScyllaPatiently(address, keyspace))
  await makeTables(session, keyspace)
  if ((await untilKnown(() => nextOf(session, migrations))) === undefined) return []
  await using lock = await untilKnown(() => takeLock(session))
  const applied: string[] = []
  for (let next = await nextOf(session, migrations); next !== undefined; next = await nextOf(session, migrations)) {
    await apply(session, next, lock.renew)
    applied.push(next.name)
  }
  return applied
}

async function makeKeyspace(address: ScyllaAddress, { keyspace, replication }: KeyspaceSettings): Promise<void> {
  await using session = await openScyllaPatiently(address)
  const known = cql`SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ${keyspace}`
  if ((await session.query(known, z.unknown())).length > 0) return
  const copies = await copiesOf(session, address, replication)
  await session.run(verbatim(`CREATE KEYSPACE IF NOT EXISTS ${keyspace} WITH replication = ${copies}`))
}

/** What another process has just made is listed before it can be used. */
const untilKnown = <T>(ask: () => Promise<T>): Promise<T> =>
  retryWhile({ isPassing: isUnknownThing, patienceMs: knownPatienceMs, pauseMs }, ask)

async function copiesOf(session: CqlSession, { dataCenter }: ScyllaAddress, { strategy, factor }: Replication): Promise<string> {
  if (strategy === 'SimpleStrategy') return `{'class': 'SimpleStrategy', 'replication_factor': ${Number(factor)}}`
  const factors = typeof factor === 'object' ? factor : { [dataCenter ?? (await dataCenterOf(session))]: factor }
  const each = Object.entries(factors).map(([name, copies]) => `'${name.replaceAll("'", "''")}': ${copies}`)
  return `{'class': 'NetworkTopologyStrategy', ${each.join(', ')}}`
}

async function dataCenterOf(session: CqlSession): Promise<string> {
  const rows = await session.query(cql`SELECT data_center FROM system.local`, z.object({ data_center: z.string() }))
  return rows[0]?.data_center ?? ''
}

/** Looked for first: creating the same table at two nodes at once is what Cassandra is bad at. */
async function makeTables(session: CqlSession, keyspace: string): Promise<void> {
  const tables = cql`SELECT table_name FROM system_schema.tables WHERE keyspace_name = ${keyspace}`
  const known = (await session.query(tables, z.object({ table_name: z.string() }))).map(({ table_name }) => table_name)
  if (!known.includes('migrations'))
    await session.run(cql`
      CREATE TABLE IF NOT EXISTS migrations (
        scope TEXT, n INT, name TEXT, sha256 TEXT, applied_at TIMESTAMP, PRIMARY KEY (scope, n))`)
  if (!known.includes('schema_lock'))
    await session.run(cql`CREATE TABLE IF NOT EXISTS schema_lock (scope TEXT PRIMARY KEY, holder TEXT)`)
}

const nextOf = async (session: CqlSession, migrations: readonly Migration[]): Promise<Migration | undefined> =>
  pending(await session.query(cql`SELECT name, sha256 FROM migrations WHERE scope = 'schema'`, appliedMigration), migrations)

async function takeLock(session: CqlSession): Promise<AsyncDisposable & { readonly renew: () => Promise<void> }> {
  const holder = randomUUID()
  const take = cql`INSERT INTO schema_lock (scope, holder) VALUES ('schema', ${holder}) IF NOT EXISTS USING TTL ${lockSeconds}`
  const keep = cql`
    UPDATE schema_lock USING TTL ${lockSeconds} SET holder = ${holder} WHERE scope = 'schema' IF holder = ${holder}`
  const giveBack = cql`DELETE FROM schema_lock WHERE scope = 'schema' IF holder = ${holder}`
  for (const until = Date.now() + lockPatienceMs; !(await session.runIf(take)); await delay(pauseMs))
    if (Date.now() > until) throw new Error('the lock of the schema is never free')
  return {
    async renew() {
      if (!(await session.runIf(keep))) throw new Error('the lock of the schema was lost')
    },
    [Symbol.asyncDispose]: async () => void (await session.runIf(giveBack)),
  }
}

async function apply(session: CqlSession, { n, name, text, sha256 }: Migration, renew: () => Promise<void>): Promise<void> {
  for (const statement of statementsOf(text)) {
    await renew()
    await session.run(statement)
  }
  await renew()
  await session.run(cql`
    INSERT INTO migrations (scope, n, name, sha256, applied_at) VALUES ('schema', ${n}, ${name}, ${sha256}, ${new Date()})`)
}

/** What may stand in a migration: it is not undone when a later statement fails, so it has to be one that can be done again. */
const repeatable = /^(?:CREATE \w+ IF NOT EXISTS|ALTER TABLE \w+ ADD IF NOT EXISTS|DROP \w+ IF EXISTS|(?:INSERT|DELETE)) /

function statementsOf(text: string): Cql[] {
  const statements = text
    .replaceAll(/^--.*$/gm, '')
    .split(/;$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
  const other = statements.find((statement) => !repeatable.test(statement))
  if (other !== undefined) throw new Error(`a statement of a migration that cannot be done again: ${other.slice(0, 60)}`)
  return statements.map(verbatim)
}

/** From the sources or the configuration, never from a request. */
const verbatim = (text: string): Cql => ({ text, values: [] })
