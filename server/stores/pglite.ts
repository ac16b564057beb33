import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { PGlite, type PGliteInterface, type Transaction } from '@electric-sql/pglite'
import { dataDir } from '@electric-sql/pglite-prepopulatedfs'
import type { z } from 'zod'
import { parseRows } from './parse-rows.ts'
import type { Sql } from './sql.ts'
import type { PoolState, SqlRunner, SqlStore, SqlTx } from './sql-store.ts'

type Client = Pick<PGliteInterface | Transaction, 'query'>

/**
 * PostgreSQL inside this process, kept in `folder`, or in memory without one. It starts from a folder that was filled before:
 * filling one (`initdb`) takes three times as long. One process a folder: the caller holds its lock.
 */
export async function openPglite(folder: string | undefined): Promise<SqlStore> {
  const db = folder === undefined ? await PGlite.create({ loadDataDir: await dataDir() }) : await openFolder(folder)
  const asked = countAsked()
  const runner = countedRunner(runnerOn(db), asked)
  return {
    kind: 'pglite',
    ...runner,
    stale: runner,
    transact: (work) => asked.during(() => db.transaction((tx) => work(transactionOn(tx)))),
    ping: async () => void (await runner.run({ text: 'SELECT 1', values: [] })),
    pools: () => [poolState(asked.count())],
    [Symbol.asyncDispose]: () => db.close(),
  }
}

/** It does one thing at a time; the others wait. */
function countAsked() {
  const state = { asked: 0 }
  return {
    count: () => state.asked,
    async during<T>(work: () => Promise<T>): Promise<T> {
      state.asked++
      try {
        return await work()
      } finally {
        state.asked--
      }
    },
  }
}

const countedRunner = ({ query, run }: SqlRunner, { during }: ReturnType<typeof countAsked>): SqlRunner => ({
  query: (statement, row) => during(() => query(statement, row)),
  run: (statement) => during(() => run(statement)),
})

function poolState(asked: number): PoolState {
  const inUse = Math.min(asked, 1)
  return { database: 'postgres', inUse, idle: 1 - inUse, waiting: asked - inUse }
}

function runnerOn(client: Client): Pick<SqlTx, 'query' | 'run'> {
  const ask = ({ text, values }: Sql) => client.query(text, [...values])
  return {
    query: async <T>(statement: Sql, row: z.ZodType<T>) => parseRows(row, (await ask(statement)).rows),
    run: async (statement) => (await ask(statement)).rowCount ?? 0,
  }
}

const transactionOn = (tx: Transaction): SqlTx => ({
  ...runnerOn(tx),
  inTransaction: true,
  script: async (text) => void (await tx.exec(text)),
})

/** A kill while it is filled leaves half of a database, which nobody has written to: without the mark that it is whole it is filled anew. */
async function openFolder(folder: string): Promise<PGlite> {
  const whole = `${folder}.whole`
  if (existsSync(whole)) return PGlite.create({ dataDir: folder })
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 })
  const filled = await PGlite.create({ dataDir: folder, loadDataDir: await dataDir() })
  writeFileSync(whole, '', { flush: true })
  return filled
}
