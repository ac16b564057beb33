import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import { openPostgres } from '../../../server/stores/postgres.ts'
import type { SqlStore } from '../../../server/stores/sql-store.ts'
import { silentLog } from './silent-log.ts'
import { templateDatabase } from './start-stores.ts'

/** The address of a database of its own on the real PostgreSQL of this run: migrated and empty, or wholly empty. */
export async function createDatabase(from: 'migrated' | 'empty' = 'migrated'): Promise<string> {
  const name = `t_${randomUUID().replaceAll('-', '')}`
  const admin = new Client({ connectionString: inject('postgresUrl') })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${from === 'migrated' ? templateDatabase : 'template0'}`)
  await admin.end()
  return inject('postgresUrl').replace(/postgres$/, name)
}

export const openTestDatabase = async (from?: 'migrated' | 'empty'): Promise<SqlStore> =>
  openPostgres({ url: await createDatabase(from), poolSize: 20, log: silentLog })
