// Started once for every test that needs real databases (vitest's globalSetup), gone with the run.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { cassandra } from '../../../scripts/services/cassandra.ts'
import { ferretdb } from '../../../scripts/services/ferretdb.ts'
import type { NativeDatabase, RunningDatabase } from '../../../scripts/services/native-database.ts'
import { postgres } from '../../../scripts/services/postgres.ts'
import { redis } from '../../../scripts/services/redis.ts'
import { migrate } from '../../../server/stores/migrate.ts'
import { readMigrations } from '../../../server/stores/migrations.ts'
import { openPostgres } from '../../../server/stores/postgres.ts'
import { silentLog } from './silent-log.ts'

/** To reach it, and its process: to stop and to freeze it. */
export interface ProvidedDatabase {
  readonly port: number
  readonly pid: number
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the database `postgres`, whose user may make others. */
    readonly postgresUrl: string
    readonly redisUrl: string
    readonly redisPid: number
    /** Null where this machine cannot run it: then the tests that need it are not run either. */
    readonly cassandra: ProvidedDatabase | null
    readonly ferretdb: ProvidedDatabase | null
  }
}

export const templateDatabase = 'hearth_template'

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  for (const needed of [postgres, redis]) {
    const missing = needed.missing()
    if (missing !== undefined) throw new Error(missing)
  }
  const folder = mkdtempSync(join(tmpdir(), 'hearth-stores-'))
  const start = async (database: NativeDatabase) =>
    database.missing() === undefined
      ? await database.start({ folder: join(folder, database.name.toLowerCase()), isKept: false })
      : undefined
  const [sql, cache, cql, documents] = await Promise.all([start(postgres), start(redis), start(cassandra), start(ferretdb)])
  const postgresUrl = sql?.variables.DATABASE_URL ?? ''
  await makeTemplate(postgresUrl)
  project.provide('postgresUrl', postgresUrl)
  project.provide('redisUrl', cache?.variables.REDIS_URL ?? '')
  project.provide('redisPid', cache?.pid ?? 0)
  project.provide('cassandra', provided(cql))
  project.provide('ferretdb', provided(documents))
  return async () => {
    await Promise.all([sql, cache, cql, documents].map(async (each) => await each?.stop()))
    rmSync(folder, { recursive: true, force: true })
  }
}

const provided = (running: RunningDatabase | undefined): ProvidedDatabase | null =>
  running === undefined ? null : { port: running.port, pid: running.pid }

/** Every test file's database is a copy of this one. */
async function makeTemplate(url: string): Promise<void> {
  const admin = new Client({ connectionString: url })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${templateDatabase}`)
  await admin.end()
  const address = url.replace(/postgres$/, templateDatabase)
  await using template = openPostgres({ url: address, poolSize: 1, log: silentLog, isPatient: true })
  await migrate(template, readMigrations(join(import.meta.dirname, '../../../migrations/postgres')))
}
