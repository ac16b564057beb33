import { z } from 'zod'
import type { Sql } from './sql.ts'

export interface SqlReader {
  /** Every row, parsed by `row`: what a driver returns is unknown until then. */
  query<T>(statement: Sql, row: z.ZodType<T>): Promise<T[]>
}

/** What runs a statement: the store itself, or a transaction of it. */
export interface SqlRunner extends SqlReader {
  /** How many rows it changed. */
  run(statement: Sql): Promise<number>
}

/** Only `transact` makes one, so that a function that takes it can only be called inside a transaction. */
export interface SqlTx extends SqlRunner {
  readonly inTransaction: true
  /** Several statements at once, without values: migrations only. */
  script(text: string): Promise<void>
}

/**
 * PostgreSQL, of its own or in this process. Errors: `STORE_UNAVAILABLE` when it cannot be reached or takes too long; nothing
 * was changed then, unless the connection broke in the very commit.
 */
export interface SqlStore extends SqlRunner, AsyncDisposable {
  readonly kind: 'postgres' | 'pglite'
  /**
   * For what may be some seconds old: a read replica answers, where there is one that keeps up. Never for what is decided on, and never
   * for what is cached, which would keep it long after.
   */
  readonly stale: SqlReader
  /** `work` is done again from its beginning when it got into a conflict with another transaction. */
  transact<T>(work: (tx: SqlTx) => Promise<T>): Promise<T>
  ping(): Promise<void>
  /** Of each pool that it lends connections from. */
  pools(): readonly PoolState[]
}

export interface PoolState {
  readonly database: 'postgres' | 'postgres_replica'
  /** Lent, or being opened for somebody. */
  readonly inUse: number
  readonly idle: number
  /** Those who wait for one. */
  readonly waiting: number
}

/** Another row has what only one may have: the transaction is undone. */
export const isDuplicate = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '23505'

const raised = z.object({ code: z.string(), detail: z.string().optional() })

/** What a function of the database raised: the code that it gave, and a detail. Undefined for what is no error of the database. */
export const raisedBy = (error: unknown): z.infer<typeof raised> | undefined => raised.safeParse(error).data

/** The one row of a statement that finds at most one. */
export async function findOne<T>(runner: SqlReader, statement: Sql, row: z.ZodType<T>): Promise<T | undefined> {
  const [first] = await runner.query(statement, row)
  return first
}

/** The row of a statement that always gives one. */
export async function readOne<T>(runner: SqlReader, statement: Sql, row: z.ZodType<T>): Promise<T> {
  const first = await findOne(runner, statement, row)
  if (first === undefined) throw new Error('a statement that gives one row gave none')
  return first
}
