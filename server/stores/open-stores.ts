import { join } from 'node:path'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import { StartFault } from '../start-fault.ts'
import { cacheKeys } from './cache-keys.ts'
import type { CacheStore } from './cache-store.ts'
import { createDegradingCache } from './degrading-cache.ts'
import { lockFolder } from './folder-lock.ts'
import { createMemoryCache } from './memory-cache.ts'
import { migrate } from './migrate.ts'
import { readMigrations } from './migrations.ts'
import { type DocumentStores, openDocuments } from './open-documents.ts'
import { type HistoryStores, openHistory } from './open-history.ts'
import { openPglite } from './pglite.ts'
import { openPostgres } from './postgres.ts'
import { addReadReplicas } from './read-replicas.ts'
import { openRedis } from './redis-cache.ts'
import { secretOf } from './secret-file.ts'
import type { SqlStore } from './sql-store.ts'

export interface Stores extends DocumentStores, HistoryStores {
  readonly store: SqlStore
  readonly cache: CacheStore
  /** Configured, or kept in the data folder. */
  readonly secret: string
}

export interface StoresDeps {
  readonly config: Config
  readonly log: Log
  readonly now: () => number
}

const migrationsFolder = join(import.meta.dirname, '../../migrations/postgres')

/** What the configuration names, and what is embedded for the rest; opened and migrated. Errors: `StartFault`. */
export async function openStores({ config, log, now }: StoresDeps): Promise<Stores> {
  await using opened = new AsyncDisposableStack()
  if (config.postgresUrl === undefined) opened.use(lockOrRefuse(config.dataFolder))
  const store = opened.use(await openSql(config, log))
  const applied = await migrateStore(store, config, log).catch(explain)
  if (applied.length > 0) log.info({ applied }, 'migrations applied')
  const cache = opened.use(openCache({ config, log, now }))
  // A process that ended while it owed, as all do that are started again because Redis is away, has left that to the next.
  await cache.deleteKind(cacheKeys.session.of(''))
  const documents = opened.use(await openDocuments(config, log))
  const history = opened.use(await openHistory({ config, log, store }))
  const secret = config.JWT_SECRET_KEY ?? secretOf(config.dataFolder)
  const kept = opened.move()
  return { ...documents, ...history, store, cache, secret, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

async function migrateStore(store: SqlStore, { postgresUrl: url }: Config, log: Log): Promise<readonly string[]> {
  const migrations = readMigrations(migrationsFolder)
  if (url === undefined) return migrate(store, migrations)
  await using patient = openPostgres({ url, poolSize: 1, log, isPatient: true })
  // Awaited here, or the pool would be closed while it migrates.
  return await migrate(patient, migrations)
}

function lockOrRefuse(folder: string): Disposable {
  const lock = lockFolder(folder)
  if (lock === undefined)
    throw new StartFault(`Another server uses the data folder ${folder}. Stop it, or name another folder with --data.`)
  return lock
}

async function openSql({ postgresUrl, dataFolder, ...config }: Config, log: Log): Promise<SqlStore> {
  if (postgresUrl === undefined) return openPglite(join(dataFolder, 'postgres'))
  const { POSTGRES_POOL_SIZE: poolSize, DATABASE_REPLICA_URLS: replicaUrls = [] } = config
  const open = (url: string): SqlStore => openPostgres({ url, poolSize, log })
  const [primary, replicas] = [open(postgresUrl), replicaUrls.map(open)]
  return replicas.length === 0
    ? primary
    : addReadReplicas({ primary, replicas, maxLagMs: config.POSTGRES_REPLICA_MAX_LAG_MS, log })
}

function openCache({ config, log, now }: StoresDeps): CacheStore {
  const own = createMemoryCache(now)
  return config.redis === undefined ? own : createDegradingCache(openRedis({ ...config.redis, log }), own)
}

function explain(cause: unknown): never {
  if (cause instanceof AppError && cause.code === 'STORE_UNAVAILABLE')
    throw new StartFault('PostgreSQL does not answer under the configured address.', { cause })
  throw cause
}
