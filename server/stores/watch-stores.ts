import type { Sql } from './sql.ts'
import type { SqlReader, SqlRunner, SqlStore, SqlTx } from './sql-store.ts'

/** By the reference's names of the services, whichever adapter does the job. */
export type Database = 'postgres' | 'mongodb' | 'redis' | 'scylla'

export interface StoreCall {
  readonly database: Database
  /** Of SQL its first word, of the other stores what they were asked; few and known. */
  readonly operation: string
  /** SQL without its values. */
  readonly statement?: string
}

/** Runs it, and hands on how it ended. */
export type AroundCall = <T>(call: StoreCall, run: () => Promise<T>) => Promise<T>

const databaseOf = {
  ...{ cache: 'redis', knowledge: 'mongodb', atlas: 'mongodb', conversations: 'mongodb', history: 'scylla', analytics: 'scylla' },
} as const satisfies Readonly<Record<string, Database>>

/** The same stores; each call of theirs goes through all of `arounds`, the first of them outermost. */
export function watchStores<Parts extends { readonly store: SqlStore }>(parts: Parts, arounds: readonly AroundCall[]): Parts {
  const around = arounds.reduceRight<AroundCall>(
    (inner, outer) => (call, run) => outer(call, () => inner(call, run)),
    (_, run) => run(),
  )
  const watched = Object.entries(databaseOf).flatMap(([name, database]) => {
    const store: unknown = Object.entries(parts).find(([each]) => each === name)?.[1]
    return typeof store === 'object' && store !== null ? [[name, watchCalls(store, database, around)]] : []
  })
  return { ...parts, ...Object.fromEntries(watched), store: watchSql(parts.store, around) }
}

/** Every method of these stores answers with a promise. */
function watchCalls<Store extends object>(store: Store, database: Database, around: AroundCall): Store {
  const methods = Object.entries(store).flatMap(([operation, method]: [string, unknown]) => {
    if (typeof method !== 'function') return []
    return [[operation, (...args: unknown[]) => around({ database, operation }, async () => method(...args))]]
  })
  return { ...store, ...Object.fromEntries(methods) }
}

function watchSql(store: SqlStore, around: AroundCall): SqlStore {
  return {
    ...store,
    ...watchRunner(store, around),
    stale: watchReader(store.stale, around),
    transact: (work) =>
      around({ database: 'postgres', operation: 'TRANSACTION' }, () =>
        store.transact((tx) => work({ ...tx, ...watchRunner(tx, around) } satisfies SqlTx)),
      ),
    ping: () => around({ database: 'postgres', operation: 'PING' }, store.ping),
  }
}

const watchRunner = (runner: SqlRunner, around: AroundCall): SqlRunner => ({
  ...watchReader(runner, around),
  run: (statement) => around(callOf(statement), () => runner.run(statement)),
})

const watchReader = (reader: SqlReader, around: AroundCall): SqlReader => ({
  query: (statement, row) => around(callOf(statement), () => reader.query(statement, row)),
})

const callOf = ({ text }: Sql): StoreCall => ({ database: 'postgres', operation: operationOf(text), statement: text })

const operationOf = (text: string): string => /^\s*([A-Z]+)/i.exec(text)?.[1]?.toUpperCase() ?? 'OTHER'
