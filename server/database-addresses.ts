import type { MongoAddress } from './stores/mongo.ts'
import type { RedisAddress, RedisNode } from './stores/redis-client.ts'
import type { ScyllaSettings } from './stores/scylla.ts'
import type { KeyspaceSettings } from './stores/scylla-migrate.ts'

// From the reference's variables to what a store is opened with. Undefined: it is embedded.

interface PostgresVariables {
  readonly DATABASE_URL?: string | undefined
  readonly POSTGRES_HOST?: string | undefined
  readonly POSTGRES_PORT: number
  readonly POSTGRES_DB: string
  readonly POSTGRES_USER: string
  readonly POSTGRES_PASSWORD?: string | undefined
}

export function postgresUrlOf(from: PostgresVariables): string | undefined {
  const { DATABASE_URL, POSTGRES_HOST, POSTGRES_PORT, POSTGRES_DB, POSTGRES_USER, POSTGRES_PASSWORD } = from
  if (DATABASE_URL !== undefined) return plainPostgresUrl(DATABASE_URL)
  if (POSTGRES_HOST === undefined) return undefined
  const password = POSTGRES_PASSWORD === undefined ? '' : `:${encodeURIComponent(POSTGRES_PASSWORD)}`
  const user = `${encodeURIComponent(POSTGRES_USER)}${password}`
  return `postgresql://${user}@${POSTGRES_HOST}:${POSTGRES_PORT}/${encodeURIComponent(POSTGRES_DB)}`
}

/** The reference writes the driver of another language into it. */
export const plainPostgresUrl = (url: string): string => url.replace(/^postgres(?:ql)?\+\w+:/, 'postgresql:')

interface RedisVariables {
  readonly REDIS_URL?: string | undefined
  readonly REDIS_CLUSTER_NODES?: readonly RedisNode[] | undefined
  readonly REDIS_HOST?: string | undefined
  readonly REDIS_PORT: number
  readonly REDIS_PASSWORD?: string | undefined
  readonly REDIS_DB: number
}

export function redisUrlOf({ REDIS_URL, REDIS_HOST, REDIS_PORT, REDIS_PASSWORD, REDIS_DB }: RedisVariables): string | undefined {
  if (REDIS_URL !== undefined || REDIS_HOST === undefined) return REDIS_URL
  const password = REDIS_PASSWORD === undefined ? '' : `:${encodeURIComponent(REDIS_PASSWORD)}@`
  return `redis://${password}${REDIS_HOST}:${REDIS_PORT}/${REDIS_DB}`
}

export function redisAddressOf(from: RedisVariables): RedisAddress | undefined {
  const { REDIS_CLUSTER_NODES: nodes, REDIS_PASSWORD: password } = from
  if (nodes !== undefined) return { nodes, password }
  const url = redisUrlOf(from)
  return url === undefined ? undefined : { url }
}

interface MongoVariables {
  readonly MONGO_URI?: string | undefined
  readonly MONGODB_ATLAS_URI?: string | undefined
  readonly MONGO_DB: string
}

/** The reference keeps both addresses in one file: where Atlas is named, it is production. */
export function mongoAddressOf({ MONGO_URI, MONGODB_ATLAS_URI, MONGO_DB }: MongoVariables): MongoAddress | undefined {
  const url = MONGODB_ATLAS_URI ?? MONGO_URI
  return url === undefined ? undefined : { url, database: MONGO_DB }
}

interface ScyllaVariables {
  readonly SCYLLA_HOST?: string | undefined
  readonly SCYLLA_PORT: number
  readonly SCYLLA_KEYSPACE: string
  readonly SCYLLA_USERNAME?: string | undefined
  readonly SCYLLA_PASSWORD?: string | undefined
  readonly SCYLLA_LOCAL_DATACENTER?: string | undefined
  readonly SCYLLA_READ_CONSISTENCY: ScyllaSettings['readConsistency']
  readonly SCYLLA_WRITE_CONSISTENCY: ScyllaSettings['writeConsistency']
  readonly SCYLLA_REPLICATION_STRATEGY: KeyspaceSettings['replication']['strategy']
  readonly SCYLLA_REPLICATION_FACTOR: KeyspaceSettings['replication']['factor']
}

export function scyllaSettingsOf(from: ScyllaVariables): (ScyllaSettings & KeyspaceSettings) | undefined {
  if (from.SCYLLA_HOST === undefined) return undefined
  return {
    contactPoints: from.SCYLLA_HOST.split(',').map((host) => host.trim()),
    port: from.SCYLLA_PORT,
    username: from.SCYLLA_USERNAME,
    password: from.SCYLLA_PASSWORD,
    dataCenter: from.SCYLLA_LOCAL_DATACENTER,
    keyspace: from.SCYLLA_KEYSPACE,
    readConsistency: from.SCYLLA_READ_CONSISTENCY,
    writeConsistency: from.SCYLLA_WRITE_CONSISTENCY,
    replication: { strategy: from.SCYLLA_REPLICATION_STRATEGY, factor: from.SCYLLA_REPLICATION_FACTOR },
  }
}
