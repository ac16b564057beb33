import { DatabaseError, Pool, type PoolClient, type PoolConfig } from 'pg'
import { z } from 'zod'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Log } from '../log.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { Sql } from './sql.ts'
import type { SqlStore, SqlTx } from './sql-store.ts'

export interface PostgresSettings {
  readonly url: string
  readonly poolSize: number
  readonly log: Log
  /** For migrations, which take as long as they take and wait for those of other processes. */
  readonly isPatient?: boolean
}

/** Nobody waits longer: neither for a connection nor for a statement. */
const connectTimeoutMs = 2000
const statementTimeoutMs = 5000
const retryAfterSeconds = 5

const impatience = {
  statement_timeout: statementTimeoutMs,
  query_timeout: statementTimeoutMs + 1000,
  idle_in_transaction_session_timeout: 2 * statementTimeoutMs,
}

type Client = Pick<PoolClient, 'query'>

/** PostgreSQL 15 or newer, over a pool of connections. */
export function openPostgres({ url, poolSize, log, isPatient = false }: PostgresSettings): SqlStore {
  const config: PoolConfig = {
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    ...(isPatient ? {} : impatience),
    application_name: 'hearth-server',
  }
  const pool = new Pool(config)
  // A connection that breaks is replaced, idle or in use; without a listener on each it would end the process.
  const tellBroken = (error: Error): void => log.warn({ store: 'postgres', reason: error.name }, 'a connection broke')
  pool.on('error', tellBroken).on('connect', (client) => void client.on('error', tellBroken))
  const runner = runnerOn(pool)
  return {
    kind: 'postgres',
    query: (statement, row) => retryConflicts(() => runner.query(statement, row)),
    run: (statement) => retryConflicts(() => runner.run(statement)),
    transact: (work) => retryConflicts(() => transact(pool, work)),
    ping: async () => void (await runner.run({ text: 'SELECT 1', values: [] })),
    connections: () => pool.totalCount,
    [Symbol.asyncDispose]: () => pool.end(),
  }
}

function runnerOn(client: Client): Pick<SqlTx, 'query' | 'run'> {
  const ask = ({ text, values }: Sql) => translated(() => client.query({ text, values: [...values] }))
  return {
    query: async <T>(statement: Sql, row: z.ZodType<T>) => z.array(row).parse((await ask(statement)).rows),
    run: async (statement) => (await ask(statement)).rowCount ?? 0,
  }
}

async function transact<T>(pool: Pool, work: (tx: SqlTx) => Promise<T>): Promise<T> {
  const client = await translated(() => pool.connect())
  const control = (text: string) => translated(() => client.query(text))
  const tx: SqlTx = { ...runnerOn(client), inTransaction: true, script: async (text) => void (await control(text)) }
  try {
    await control('BEGIN')
    const result = await work(tx)
    await control('COMMIT')
    client.release()
    return result
  } catch (error) {
    await rollBack(client, error)
    throw error
  }
}

/** A connection that is broken, stuck or cannot roll back is thrown away, and PostgreSQL rolls back by itself. */
async function rollBack(client: PoolClient, error: unknown): Promise<void> {
  if (error instanceof AppError && error.code === 'STORE_UNAVAILABLE') return client.release(true)
  await client.query('ROLLBACK').then(
    () => client.release(),
    () => client.release(true),
  )
}

/** Codes of classes 08, 53, 57 and 58: connection, resources, operator, system. Without any code it never got there. */
const isAway = (error: unknown): boolean => !(error instanceof DatabaseError) || /^(?:08|53|57|58)/.test(error.code ?? '')

async function translated<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (cause) {
    if (!isAway(cause)) throw cause
    throw new AppError('STORE_UNAVAILABLE', { store: 'postgres', retry_after: retryAfterSeconds }, { cause })
  }
}
