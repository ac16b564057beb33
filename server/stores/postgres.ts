import { DatabaseError, Pool, type PoolClient, type PoolConfig } from 'pg'
import type { z } from 'zod'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Log } from '../log.ts'
import { parseRows } from './parse-rows.ts'
import { postgresTypes } from './postgres-types.ts'
import { createPulse, isUnavailable, type Pulse } from './pulse.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { Sql } from './sql.ts'
import type { PoolState, SqlStore, SqlTx } from './sql-store.ts'

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
/** A statement may wait for a lock; when it is silent so long, PostgreSQL is asked whether it is there at all. */
const silenceMs = 750
const pulseMs = 750

const impatience = {
  statement_timeout: statementTimeoutMs,
  query_timeout: statementTimeoutMs + 1000,
  idle_in_transaction_session_timeout: 2 * statementTimeoutMs,
}

/** PostgreSQL 15 or newer, over a pool of connections. */
export function openPostgres({ url, poolSize, log, isPatient = false }: PostgresSettings): SqlStore {
  const config: PoolConfig = {
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    types: postgresTypes,
    ...(isPatient ? {} : impatience),
    application_name: 'hearth-server',
  }
  const pool = openPool(config, log)
  const pinger = openPool({ ...config, max: 1, query_timeout: connectTimeoutMs }, log)
  const pulse = createPulse({ store: 'postgres', ping: () => pingOn(pinger), patienceMs: silenceMs, answerMs: pulseMs })
  const lend = <T>(work: (client: PoolClient) => Promise<T>): Promise<T> => retryConflicts(() => lendOf(pool, pulse, work))
  const runner: Pick<SqlTx, 'query' | 'run'> = {
    query: (statement, row) => lend((client) => runnerOn(client, pulse).query(statement, row)),
    run: (statement) => lend((client) => runnerOn(client, pulse).run(statement)),
  }
  return {
    kind: 'postgres',
    ...runner,
    stale: runner,
    transact: (work) => lend((client) => transact(client, pulse, work)),
    ping: async () => void (await runner.run({ text: 'SELECT 1', values: [] })),
    pools: () => [poolState(pool)],
    async [Symbol.asyncDispose]() {
      pulse[Symbol.dispose]()
      await Promise.all([pool.end(), pinger.end()])
    },
  }
}

function openPool(config: PoolConfig, log: Log): Pool {
  const pool = new Pool(config)
  // A connection that breaks is replaced, idle or in use; without a listener on each it would end the process.
  const tellBroken = (error: Error): void => log.warn({ store: 'postgres', reason: error.name }, 'a connection broke')
  return pool.on('error', tellBroken).on('connect', (client) => void client.on('error', tellBroken))
}

const poolState = ({ totalCount, idleCount, waitingCount }: Pool): PoolState => ({
  ...{ database: 'postgres', inUse: totalCount - idleCount, idle: idleCount, waiting: waitingCount },
})

/** One that answers that it has no connection to give is there. */
const pingOn = (pool: Pool): Promise<unknown> =>
  pool.query('SELECT 1').catch((error: unknown) => {
    if (!(error instanceof DatabaseError) || /^(?:08|57P)/.test(error.code ?? '')) throw error
  })

/** A connection that is broken or silent is thrown away, and PostgreSQL rolls back what was begun on it. */
async function lendOf<T>(pool: Pool, pulse: Pulse, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await take(pool, pulse)
  try {
    const result = await work(client)
    client.release()
    return result
  } catch (error) {
    client.release(isUnavailable(error))
    throw error
  }
}

async function take(pool: Pool, pulse: Pulse): Promise<PoolClient> {
  const taken: { connecting?: Promise<PoolClient> } = {}
  try {
    return await pulse.guard(() => translated(() => (taken.connecting = pool.connect())))
  } catch (error) {
    // Nobody waits for it any more.
    taken.connecting?.then(
      (client) => client.release(true),
      () => undefined,
    )
    throw error
  }
}

function runnerOn(client: PoolClient, pulse: Pulse): Pick<SqlTx, 'query' | 'run'> {
  const ask = ({ text, values }: Sql) => pulse.guard(() => translated(() => client.query({ text, values: [...values] })))
  return {
    query: async <T>(statement: Sql, row: z.ZodType<T>) => parseRows(row, (await ask(statement)).rows),
    run: async (statement) => (await ask(statement)).rowCount ?? 0,
  }
}

async function transact<T>(client: PoolClient, pulse: Pulse, work: (tx: SqlTx) => Promise<T>): Promise<T> {
  const control = (text: string) => pulse.guard(() => translated(() => client.query(text)))
  const tx: SqlTx = { ...runnerOn(client, pulse), inTransaction: true, script: async (text) => void (await control(text)) }
  await control('BEGIN')
  try {
    const result = await work(tx)
    await control('COMMIT')
    return result
  } catch (error) {
    if (!isUnavailable(error)) await control('ROLLBACK')
    throw error
  }
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
