import { expect, test } from 'vitest'
import { type Config, readConfig, redacted } from '../../../server/config.ts'
import { sql } from '../../../server/stores/sql.ts'
import { signedIn } from '../../../src-shared/api/accounts.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'

const secret = 'k'.repeat(32)

interface Understood {
  readonly environment: Readonly<Record<string, string>>
  readonly read: (config: Config) => unknown
  readonly as: unknown
}

const inPostgres = { POSTGRES_HOST: 'db', JWT_SECRET_KEY: secret }
const postgresUrl = ({ postgresUrl }: Config) => postgresUrl
const redisUrl = ({ redisUrl }: Config) => redisUrl
const scylla = ({ scylla }: Config) => scylla

const rows: readonly Understood[] = [
  { environment: inPostgres, read: postgresUrl, as: 'postgresql://chatbot_user@db:5432/chatbot_app' },
  {
    environment: { ...inPostgres, POSTGRES_PORT: '5433' },
    read: postgresUrl,
    as: 'postgresql://chatbot_user@db:5433/chatbot_app',
  },
  { environment: { ...inPostgres, POSTGRES_DB: 'other' }, read: postgresUrl, as: 'postgresql://chatbot_user@db:5432/other' },
  { environment: { ...inPostgres, POSTGRES_USER: 'me' }, read: postgresUrl, as: 'postgresql://me@db:5432/chatbot_app' },
  {
    environment: { ...inPostgres, POSTGRES_PASSWORD: 'p@ss' },
    ...{ read: postgresUrl, as: 'postgresql://chatbot_user:p%40ss@db:5432/chatbot_app' },
  },
  { environment: { DATABASE_URL: 'postgresql://a@b/c', JWT_SECRET_KEY: secret }, read: postgresUrl, as: 'postgresql://a@b/c' },
  { environment: { REDIS_HOST: 'cache' }, read: redisUrl, as: 'redis://cache:6379/0' },
  { environment: { REDIS_HOST: 'cache', REDIS_PORT: '6380' }, read: redisUrl, as: 'redis://cache:6380/0' },
  { environment: { REDIS_HOST: 'cache', REDIS_PASSWORD: 'p' }, read: redisUrl, as: 'redis://:p@cache:6379/0' },
  { environment: { REDIS_HOST: 'cache', REDIS_DB: '3' }, read: redisUrl, as: 'redis://cache:6379/3' },
  { environment: { REDIS_URL: 'redis://h/1' }, read: redisUrl, as: 'redis://h/1' },
  { environment: { MONGO_URI: 'mongodb://h' }, read: ({ mongo }) => mongo, as: { url: 'mongodb://h', database: 'chatbot_app' } },
  { environment: { MONGO_URI: 'mongodb://h', MONGO_DB: 'docs' }, read: ({ mongo }) => mongo?.database, as: 'docs' },
  { environment: { MONGODB_ATLAS_URI: 'mongodb+srv://h' }, read: ({ mongo }) => mongo?.url, as: 'mongodb+srv://h' },
  { environment: { SCYLLA_HOST: 'a,b' }, read: (config) => scylla(config)?.contactPoints, as: ['a', 'b'] },
  { environment: { SCYLLA_HOST: 'a', SCYLLA_PORT: '9043' }, read: (config) => scylla(config)?.port, as: 9043 },
  { environment: { SCYLLA_HOST: 'a', SCYLLA_KEYSPACE: 'other' }, read: (config) => scylla(config)?.keyspace, as: 'other' },
  { environment: { SCYLLA_HOST: 'a', SCYLLA_USERNAME: 'me' }, read: (config) => scylla(config)?.username, as: 'me' },
  { environment: { SCYLLA_HOST: 'a', SCYLLA_PASSWORD: 'p' }, read: (config) => scylla(config)?.password, as: 'p' },
  { environment: { API_HOST: '0.0.0.0' }, read: ({ API_HOST }) => API_HOST, as: '0.0.0.0' },
  { environment: { API_PORT: '8001' }, read: ({ API_PORT }) => API_PORT, as: 8001 },
  { environment: { EMBEDDING_MODEL: 'mpnet' }, read: ({ EMBEDDING_MODEL }) => EMBEDDING_MODEL, as: 'mpnet' },
  { environment: { GENERATION_MODEL: 'qwen' }, read: ({ GENERATION_MODEL }) => GENERATION_MODEL, as: 'qwen' },
  { environment: { MODEL_DEVICE: 'cuda' }, read: ({ MODEL_DEVICE }) => MODEL_DEVICE, as: 'cuda' },
  { environment: { ENABLE_ATLAS_SEARCH: 'false' }, read: ({ ENABLE_ATLAS_SEARCH }) => ENABLE_ATLAS_SEARCH, as: false },
  { environment: { JWT_SECRET_KEY: secret }, read: ({ JWT_SECRET_KEY }) => JWT_SECRET_KEY, as: secret },
]

const collector = 'http://collector:4318'
const ofOurOwn: readonly Understood[] = [
  { environment: { POSTGRES_POOL_SIZE: '5' }, read: ({ POSTGRES_POOL_SIZE }) => POSTGRES_POOL_SIZE, as: 5 },
  {
    environment: { SCYLLA_HOST: 'a', SCYLLA_LOCAL_DATACENTER: 'east' },
    read: (config) => scylla(config)?.dataCenter,
    as: 'east',
  },
  {
    environment: { SCYLLA_HOST: 'a', SCYLLA_READ_CONSISTENCY: 'ONE' },
    read: (config) => scylla(config)?.readConsistency,
    as: 'ONE',
  },
  {
    environment: { SCYLLA_HOST: 'a', SCYLLA_WRITE_CONSISTENCY: 'ALL' },
    read: (config) => scylla(config)?.writeConsistency,
    as: 'ALL',
  },
  {
    environment: { SCYLLA_HOST: 'a', SCYLLA_REPLICATION_STRATEGY: 'SimpleStrategy', SCYLLA_REPLICATION_FACTOR: '1' },
    ...{ read: (config) => scylla(config)?.replication, as: { strategy: 'SimpleStrategy', factor: 1 } },
  },
  { environment: { HEARTH_MODEL_CONTEXT: '8192' }, read: (config) => config.HEARTH_MODEL_CONTEXT, as: 8192 },
  { environment: { HEARTH_MODEL_THREADS: '2' }, read: (config) => config.HEARTH_MODEL_THREADS, as: 2 },
  { environment: { HEARTH_CHAT_TEMPERATURE: '0.2' }, read: (config) => config.HEARTH_CHAT_TEMPERATURE, as: 0.2 },
  { environment: { HEARTH_CHAT_ANSWER_TOKENS: '64' }, read: (config) => config.HEARTH_CHAT_ANSWER_TOKENS, as: 64 },
  { environment: { HEARTH_GENERATION_QUEUE: '0' }, read: (config) => config.HEARTH_GENERATION_QUEUE, as: 0 },
  { environment: { HEARTH_CLIENT_EMBEDDING_MODEL: 'm' }, read: (config) => config.HEARTH_CLIENT_EMBEDDING_MODEL, as: 'm' },
  { environment: { HEARTH_CLIENT_EMBEDDING_DIMENSION: '3' }, read: (config) => config.HEARTH_CLIENT_EMBEDDING_DIMENSION, as: 3 },
  { environment: { SMTP_URL: 'smtp://h' }, read: ({ SMTP_URL }) => SMTP_URL, as: 'smtp://h' },
  { environment: { MAIL_FROM: 'a@b.example' }, read: ({ MAIL_FROM }) => MAIL_FROM, as: 'a@b.example' },
  { environment: { HEARTH_SERVER_DATA: '/somewhere' }, read: ({ dataFolder }) => dataFolder, as: '/somewhere' },
  { environment: { HEARTH_ERASURE_LIST: '/list' }, read: ({ erasureListFile }) => erasureListFile, as: '/list' },
  { environment: { HEARTH_SERVER_LOG_LEVEL: 'warn' }, read: ({ HEARTH_SERVER_LOG_LEVEL: level }) => level, as: 'warn' },
  {
    environment: { OTEL_EXPORTER_OTLP_ENDPOINT: collector },
    read: (config) => config.OTEL_EXPORTER_OTLP_ENDPOINT,
    as: collector,
  },
  {
    environment: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector}/v1/traces` },
    ...{ read: (config) => config.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, as: `${collector}/v1/traces` },
  },
  {
    environment: { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
    read: (config) => config.OTEL_EXPORTER_OTLP_PROTOCOL,
    as: 'http/json',
  },
  {
    environment: { OTEL_EXPORTER_OTLP_HEADERS: 'a=1, b=x%20y' },
    ...{ read: (config) => config.OTEL_EXPORTER_OTLP_HEADERS, as: { a: '1', b: 'x y' } },
  },
  {
    environment: { OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'a=1=2' },
    ...{ read: (config) => config.OTEL_EXPORTER_OTLP_TRACES_HEADERS, as: { a: '1=2' } },
  },
  { environment: { OTEL_SERVICE_NAME: 'here' }, read: (config) => config.OTEL_SERVICE_NAME, as: 'here' },
  { environment: { OTEL_RESOURCE_ATTRIBUTES: 'a=1' }, read: (config) => config.OTEL_RESOURCE_ATTRIBUTES, as: { a: '1' } },
  { environment: { OTEL_TRACES_EXPORTER: 'none' }, read: (config) => config.OTEL_TRACES_EXPORTER, as: 'none' },
  { environment: { OTEL_TRACES_SAMPLER: 'traceidratio' }, read: (config) => config.OTEL_TRACES_SAMPLER, as: 'traceidratio' },
  { environment: { OTEL_TRACES_SAMPLER_ARG: '0.1' }, read: (config) => config.OTEL_TRACES_SAMPLER_ARG, as: 0.1 },
  { environment: { OTEL_SDK_DISABLED: 'true' }, read: (config) => config.OTEL_SDK_DISABLED, as: true },
]

test.each(rows)('of the reference $environment is understood', ({ environment, read, as }) => {
  expect(read(readConfig({ environment }))).toEqual(as)
})

test.each(ofOurOwn)('of our own $environment is understood', ({ environment, read, as }) => {
  expect(read(readConfig({ environment }))).toEqual(as)
})

test.each([{ OTEL_EXPORTER_OTLP_HEADERS: 'no pair' }, { OTEL_RESOURCE_ATTRIBUTES: 'a=%zz' }, { OTEL_TRACES_SAMPLER: 'half' }])(
  '%o is refused by its name',
  (environment) => {
    expect(() => readConfig({ environment })).toThrow(Object.keys(environment)[0])
  },
)

test('what collectors ask for is printed by nobody', () => {
  const environment = { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=CANARY', OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'key=CANARY' }

  expect(JSON.stringify(redacted(readConfig({ environment })))).not.toContain('CANARY')
})

test('JWT_EXPIRATION_MINUTES is how long an access token opens anything', async () => {
  await using server = await openTestServer({ environment: { JWT_EXPIRATION_MINUTES: '5' } })
  const { email, password } = await server.signUp()
  const { access_token: token, expires_in } = signedIn.parse(
    (await server.call('POST /auth/login', { body: { email, password } })).data,
  )

  server.clock.at += 299_000
  const last = await server.call('GET /users/me', { token })
  server.clock.at += 2000

  expect([expires_in, last.status]).toEqual([300, 200])
  expect((await server.call('GET /users/me', { token })).error?.code).toBe('TOKEN_EXPIRED')
})

test.each([
  ['true', true],
  ['false', false],
])('with ENABLE_CACHE=%s what was read is believed for a while: %s', async (ENABLE_CACHE, isKept) => {
  await using server = await openTestServer({ environment: { ENABLE_CACHE } })
  const { token, userId } = await server.signUp()
  await server.call('GET /billing/usage', { token })

  // Not through the server, which would forget what it kept.
  await server.store.run(sql`UPDATE users SET is_active = false WHERE id = ${userId}`)

  expect((await server.call('GET /billing/usage', { token })).status).toBe(isKept ? 200 : 401)
})
