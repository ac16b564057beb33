import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { driverEnvironment } from '../src-shared/engine/driver-environment.ts'
import { longestTokenMinutes } from './accounts/token-lifetime.ts'
import { postgresUrls, redisNodes } from './address-lists.ts'
import { mongoAddressOf, postgresUrlOf, redisAddressOf, redisUrlOf, scyllaSettingsOf } from './database-addresses.ts'
import { replicationFactor } from './replication-factor.ts'
import { StartFault } from './start-fault.ts'
import { consistency } from './stores/consistency.ts'
import type { MongoAddress } from './stores/mongo.ts'
import type { RedisAddress } from './stores/redis-client.ts'
import type { ScyllaSettings } from './stores/scylla.ts'
import type { KeyspaceSettings } from './stores/scylla-migrate.ts'
import { tracingVariables } from './tracing/tracing-variables.ts'
import { trustedProxies } from './trusted-proxies.ts'

const text = z.string().min(1)
const port = z.coerce.number().int().min(0).max(65_535)
const flag = (standard: boolean) => z.stringbool({ truthy: ['true', '1', 'yes'], falsy: ['false', '0', 'no'] }).default(standard)

/** The reference's names. Each may also come from a file that `NAME_FILE` names, as Docker, Kubernetes and Vault hand secrets over. */
const environment = z.object({
  /** Only demo data asks for it. */
  NODE_ENV: text.optional(),

  DATABASE_URL: text.optional(),
  /** Streaming replicas, with commas between: what may be some seconds old is read there. */
  DATABASE_REPLICA_URLS: postgresUrls.optional(),
  POSTGRES_REPLICA_MAX_LAG_MS: z.coerce.number().int().min(100).max(600_000).default(5000),
  POSTGRES_HOST: text.optional(),
  POSTGRES_PORT: port.default(5432),
  POSTGRES_DB: text.default('chatbot_app'),
  POSTGRES_USER: text.default('chatbot_user'),
  POSTGRES_PASSWORD: text.optional(),
  POSTGRES_POOL_SIZE: z.coerce.number().int().min(1).max(500).default(20),

  REDIS_URL: text.optional(),
  /** Some nodes of a cluster, `host:port` with commas between, or `rediss://host:port`. */
  REDIS_CLUSTER_NODES: redisNodes.optional(),
  REDIS_HOST: text.optional(),
  REDIS_PORT: port.default(6379),
  REDIS_PASSWORD: text.optional(),
  REDIS_DB: z.coerce.number().int().min(0).default(0),

  MONGO_URI: text.optional(),
  MONGODB_ATLAS_URI: text.optional(),
  MONGO_DB: z
    .string()
    .regex(/^[\w-]{1,38}$/)
    .default('chatbot_app'),

  /** One address, or several with commas between. */
  SCYLLA_HOST: text.optional(),
  SCYLLA_PORT: port.default(9042),
  SCYLLA_KEYSPACE: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,47}$/)
    .default('chatbot_ks'),
  SCYLLA_USERNAME: text.optional(),
  SCYLLA_PASSWORD: text.optional(),
  SCYLLA_LOCAL_DATACENTER: text.optional(),
  SCYLLA_READ_CONSISTENCY: consistency.default('LOCAL_QUORUM'),
  SCYLLA_WRITE_CONSISTENCY: consistency.default('LOCAL_QUORUM'),
  SCYLLA_REPLICATION_STRATEGY: z.enum(['NetworkTopologyStrategy', 'SimpleStrategy']).default('NetworkTopologyStrategy'),
  SCYLLA_REPLICATION_FACTOR: replicationFactor.default(3),

  API_HOST: text.default('127.0.0.1'),
  API_PORT: port.default(8000),
  /** A JSON list, as the reference writes it. */
  CORS_ORIGINS: jsonList(z.url()).default([]),
  TRUST_PROXY: trustedProxies.default(false),

  JWT_SECRET_KEY: z.string().min(32, 'at least 32 characters').optional(),
  JWT_ALGORITHM: z.enum(['EdDSA', 'HS256']).default('EdDSA'),
  JWT_EXPIRATION_MINUTES: z.coerce.number().int().min(1).max(longestTokenMinutes).default(30),

  /** Each a path, or a name under the folder of the models. */
  EMBEDDING_MODEL: text.optional(),
  GENERATION_MODEL: text.optional(),
  MODEL_DEVICE: z.enum(['auto', 'cpu', 'cuda', 'mps', 'vulkan']).default('auto'),
  HEARTH_MODELS: text.optional(),
  HEARTH_MODEL_CONTEXT: z.coerce.number().int().min(2048).max(1_048_576).default(4096),
  HEARTH_MODEL_THREADS: z.coerce.number().int().min(1).max(256).optional(),
  HEARTH_CHAT_TEMPERATURE: z.coerce.number().min(0).max(2).default(0.7),
  /** The longest that an answer may be; never more than a quarter of the context. */
  HEARTH_CHAT_ANSWER_TOKENS: z.coerce.number().int().min(16).max(100_000).default(1024),
  /** Answers that may wait behind the one that is written; who comes then is refused. */
  HEARTH_GENERATION_QUEUE: z.coerce.number().int().min(0).max(1000).default(16),

  /** What clients are asked for where EMBEDDING_MODEL is not set. */
  HEARTH_CLIENT_EMBEDDING_MODEL: text.default('all-mpnet-base-v2'),
  HEARTH_CLIENT_EMBEDDING_DIMENSION: z.coerce.number().int().min(1).max(4096).default(768),

  SMTP_URL: text.optional(),
  MAIL_FROM: text.default('Hearth <no-reply@localhost>'),

  BILLING_CYCLE_DAY: z.coerce.number().int().min(1).max(28).default(1),
  STRIPE_API_KEY: text.optional(),
  /** Two of them, with a comma between, while one replaces the other. */
  STRIPE_WEBHOOK_SECRET: text.optional(),
  /** Instead of Stripe's own address: for tests. */
  HEARTH_STRIPE_URL: z.url().optional(),
  /** Plans with a price cost nothing here: for development, or where money is taken elsewhere. */
  HEARTH_PLANS_WITHOUT_PAYMENT: flag(false),
  /** Where browsers reach this server; needed where a balancer changes the host of a request. */
  HEARTH_PUBLIC_URL: z.url().optional(),

  ENABLE_ATLAS_SEARCH: flag(true),
  ENABLE_CACHE: flag(true),
  ENABLE_RATE_LIMITING: flag(true),
  ENABLE_BILLING: flag(true),

  /** Later than this on the average, and requests are refused; 0 never refuses. */
  HEARTH_MAX_EVENT_LOOP_DELAY_MS: z.coerce.number().int().min(0).default(1000),

  HEARTH_SERVER_DATA: text.optional(),
  /** Who was erased, beside the backups; unless set, in the data folder. */
  HEARTH_ERASURE_LIST: text.optional(),
  HEARTH_SERVER_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),

  ...tracingVariables,
})
type Environment = z.infer<typeof environment>

/** Of the reference; nothing here reads them yet, which is said at the start instead of passed over. */
const notReadYet = ['API_WORKERS', 'SCYLLA_HOSTS']

const secretNames = [
  'DATABASE_URL',
  'DATABASE_REPLICA_URLS',
  'POSTGRES_PASSWORD',
  'REDIS_URL',
  'REDIS_PASSWORD',
  'MONGO_URI',
  'MONGODB_ATLAS_URI',
  'SCYLLA_PASSWORD',
  'JWT_SECRET_KEY',
  'SMTP_URL',
  'STRIPE_API_KEY',
  'STRIPE_WEBHOOK_SECRET',
  // What a collector asks for before it takes anything.
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_EXPORTER_OTLP_TRACES_HEADERS',
]

type Completed = 'DATABASE_URL' | 'REDIS_URL' | 'HEARTH_SERVER_DATA' | 'HEARTH_ERASURE_LIST' | 'HEARTH_MODELS'

export interface Config extends Omit<Environment, Completed> {
  /** Absent: PGlite in the data folder. */
  readonly postgresUrl: string | undefined
  /** Absent: the cache of this process. */
  readonly redisUrl: string | undefined
  /** The same, or a cluster. */
  readonly redis: RedisAddress | undefined
  /** Absent: SQLite in the data folder. */
  readonly mongo: MongoAddress | undefined
  /** Absent: tables of the database. */
  readonly scylla: (ScyllaSettings & KeyspaceSettings) | undefined
  readonly dataFolder: string
  readonly erasureListFile: string
  readonly modelsFolder: string
  /** For children that run models; they get nothing else. */
  readonly driverEnvironment: Readonly<Record<string, string>>
  readonly ignored: readonly string[]
}

export interface ConfigSources {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** From the command line, where it wins. */
  readonly given?: { readonly data?: string | undefined; readonly port?: string | undefined; readonly host?: string | undefined }
}

/** The only reader of the environment on the server. */
export const processEnvironment = (): ConfigSources['environment'] => process.env

/** Parsed, completed and frozen. Errors: `StartFault` that names the variable and never its value. */
export function readConfig({ environment: all, given = {} }: ConfigSources): Config {
  const named = Object.fromEntries([...Object.keys(environment.shape)].map((name) => [name, settingOf(name, all)]))
  const parsed = environment.safeParse({
    ...named,
    ...(given.port === undefined ? {} : { API_PORT: given.port }),
    ...(given.host === undefined ? {} : { API_HOST: given.host }),
  })
  if (!parsed.success) throw new StartFault(parsed.error.issues.map(sentence).join('\n'))
  const { DATABASE_URL, REDIS_URL, HEARTH_SERVER_DATA, HEARTH_ERASURE_LIST, HEARTH_MODELS, ...rest } = parsed.data
  const dataFolder = resolve(given.data ?? HEARTH_SERVER_DATA ?? join(homedir(), '.local', 'share', 'hearth-server'))
  const config = {
    ...rest,
    postgresUrl: postgresUrlOf(parsed.data),
    redisUrl: redisUrlOf(parsed.data),
    redis: redisAddressOf(parsed.data),
    mongo: mongoAddressOf(parsed.data),
    scylla: scyllaSettingsOf(parsed.data),
    dataFolder,
    erasureListFile: resolve(HEARTH_ERASURE_LIST ?? join(dataFolder, 'erasures.jsonl')),
    modelsFolder: resolve(HEARTH_MODELS ?? join(dataFolder, 'models')),
    driverEnvironment: driverEnvironment(all),
    ignored: notReadYet.filter((name) => all[name] !== undefined),
  }
  refuseHalves(config)
  return Object.freeze(config)
}

/** For the log of the start: every value but secrets, which show only that they are set. */
export function redacted(config: Config): Record<string, unknown> {
  const hidden = new Set([...secretNames, 'postgresUrl', 'redisUrl', 'redis', 'mongo', 'scylla', 'driverEnvironment'])
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [name, hidden.has(name) && value !== undefined ? '[set]' : value]),
  )
}

function settingOf(name: string, all: ConfigSources['environment']): string | undefined {
  const file = all[`${name}_FILE`]
  // An empty variable is how compose files and shells write "not set".
  const value = all[name] === '' ? undefined : all[name]
  if (file === undefined || file === '') return value
  if (value !== undefined) throw new StartFault(`${name} and ${name}_FILE are both set. Keep one of them.`)
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    throw new StartFault(`${name}_FILE names a file that cannot be read.`)
  }
}

function sentence({ path, message }: z.core.$ZodIssue): string {
  return `${path.join('.')}: ${message}`
}

function refuseHalves(config: Config): void {
  refuseHalfPayments(config)
  refuseTwoAddresses(config)
  const { postgresUrl, JWT_SECRET_KEY, JWT_ALGORITHM } = config
  if (JWT_SECRET_KEY !== undefined) return
  if (postgresUrl !== undefined)
    throw new StartFault(
      'JWT_SECRET_KEY is needed with a PostgreSQL of its own: every process seals and opens the same signing keys.',
    )
  if (JWT_ALGORITHM === 'HS256') throw new StartFault('JWT_ALGORITHM=HS256 signs with JWT_SECRET_KEY, which is not set.')
}

function refuseTwoAddresses({ REDIS_CLUSTER_NODES, REDIS_DB, redisUrl, DATABASE_REPLICA_URLS, postgresUrl }: Config): void {
  if (REDIS_CLUSTER_NODES !== undefined && redisUrl !== undefined)
    throw new StartFault('REDIS_CLUSTER_NODES and the address of a single Redis are both set. Keep one of them.')
  if (REDIS_CLUSTER_NODES !== undefined && REDIS_DB !== 0)
    throw new StartFault('REDIS_DB has no meaning with REDIS_CLUSTER_NODES: a cluster has one database.')
  if (DATABASE_REPLICA_URLS !== undefined && postgresUrl === undefined)
    throw new StartFault('DATABASE_REPLICA_URLS needs DATABASE_URL: what is written goes there.')
}

function refuseHalfPayments({ STRIPE_API_KEY, STRIPE_WEBHOOK_SECRET, HEARTH_PLANS_WITHOUT_PAYMENT }: Config): void {
  if (STRIPE_API_KEY === undefined) return
  if (STRIPE_WEBHOOK_SECRET === undefined)
    throw new StartFault('STRIPE_API_KEY needs STRIPE_WEBHOOK_SECRET: without it nobody learns that something was paid.')
  if (HEARTH_PLANS_WITHOUT_PAYMENT)
    throw new StartFault('STRIPE_API_KEY takes money for plans that HEARTH_PLANS_WITHOUT_PAYMENT gives away. Keep one of them.')
}

function jsonList<Item extends z.ZodType>(item: Item) {
  const list = z.array(item)
  return z.string().transform((written, context): z.infer<typeof list> => {
    try {
      const parsed = list.safeParse(JSON.parse(written))
      if (parsed.success) return parsed.data
    } catch {
      // Not JSON: the same sentence as for JSON of another shape.
    }
    context.addIssue({ code: 'custom', message: 'a JSON list is needed, such as ["http://localhost:3000"]' })
    return z.NEVER
  })
}
