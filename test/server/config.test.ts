import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig, redacted } from '../../server/config.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

const secret = 'k'.repeat(32)

test('without anything everything is embedded and on', () => {
  expect(readConfig({ environment: {} })).toMatchObject({
    ...{
      postgresUrl: undefined,
      redisUrl: undefined,
      mongo: undefined,
      scylla: undefined,
      API_HOST: '127.0.0.1',
      API_PORT: 8000,
    },
    ...{
      ENABLE_CACHE: true,
      ENABLE_RATE_LIMITING: true,
      ENABLE_BILLING: true,
      JWT_ALGORITHM: 'EdDSA',
      JWT_EXPIRATION_MINUTES: 30,
    },
  })
})

test('the parts of the reference make the addresses, whatever a password holds', () => {
  const environment = {
    ...{
      POSTGRES_HOST: 'db',
      POSTGRES_PASSWORD: 'p@ss/word:1',
      REDIS_HOST: 'cache',
      REDIS_PASSWORD: 'a b',
      REDIS_DB: '2',
      JWT_SECRET_KEY: secret,
    },
  }

  const config = readConfig({ environment })

  expect(config.postgresUrl).toBe('postgresql://chatbot_user:p%40ss%2Fword%3A1@db:5432/chatbot_app')
  expect(config.redisUrl).toBe('redis://:a%20b@cache:6379/2')
})

test('the reference’s address with its driver in it is understood', () => {
  const environment = { DATABASE_URL: 'postgresql+asyncpg://user:password@localhost:5432/chatbot_app', JWT_SECRET_KEY: secret }

  expect(readConfig({ environment }).postgresUrl).toBe('postgresql://user:password@localhost:5432/chatbot_app')
})

test('the reference’s variables name MongoDB and ScyllaDB; Atlas wins where it is named', () => {
  const environment = {
    ...{ MONGO_URI: 'mongodb://localhost:27017', MONGO_DB: 'docs' },
    ...{ SCYLLA_HOST: '10.0.0.1, 10.0.0.2:9043', SCYLLA_PORT: '9042', SCYLLA_USERNAME: 'u', SCYLLA_PASSWORD: 'p' },
    ...{ SCYLLA_LOCAL_DATACENTER: 'east', SCYLLA_REPLICATION_FACTOR: 'east:3, west:2', SCYLLA_READ_CONSISTENCY: 'LOCAL_ONE' },
  }
  const atlas = { ...environment, MONGODB_ATLAS_URI: 'mongodb+srv://u:p@cluster.example/' }

  const config = readConfig({ environment })

  expect(config.mongo).toEqual({ url: 'mongodb://localhost:27017', database: 'docs' })
  expect(readConfig({ environment: atlas }).mongo?.url).toBe('mongodb+srv://u:p@cluster.example/')
  expect(config.scylla).toEqual({
    ...{ contactPoints: ['10.0.0.1', '10.0.0.2:9043'], port: 9042, username: 'u', password: 'p', dataCenter: 'east' },
    ...{ keyspace: 'chatbot_ks', readConsistency: 'LOCAL_ONE', writeConsistency: 'LOCAL_QUORUM' },
    replication: { strategy: 'NetworkTopologyStrategy', factor: { east: 3, west: 2 } },
  })
  expect(readConfig({ environment: { SCYLLA_HOST: 'db' } }).scylla?.replication.factor).toBe(3)
})

test('replicas of PostgreSQL and nodes of a Redis Cluster are lists', () => {
  const config = readConfig({
    environment: {
      ...{ DATABASE_URL: 'postgresql://u:p@one/db', JWT_SECRET_KEY: secret, REDIS_PASSWORD: 'p' },
      DATABASE_REPLICA_URLS: 'postgresql+asyncpg://u:p@two/db, postgres://u:p@three:5433/db',
      REDIS_CLUSTER_NODES: 'one:7000, rediss://[::1]:7001',
    },
  })

  expect(config.DATABASE_REPLICA_URLS).toEqual(['postgresql://u:p@two/db', 'postgres://u:p@three:5433/db'])
  expect(config.redis).toEqual({
    nodes: [
      { host: 'one', port: 7000, isEncrypted: false },
      { host: '::1', port: 7001, isEncrypted: true },
    ],
    password: 'p',
  })
})

test('a secret may come from a file, but not from both places', () => {
  using folder = tempFolder()
  const file = join(folder.path, 'secret')
  writeFileSync(file, `${secret}\n`)

  expect(readConfig({ environment: { JWT_SECRET_KEY_FILE: file } }).JWT_SECRET_KEY).toBe(secret)
  expect(() => readConfig({ environment: { JWT_SECRET_KEY_FILE: file, JWT_SECRET_KEY: secret } })).toThrow(
    'JWT_SECRET_KEY and JWT_SECRET_KEY_FILE are both set',
  )
  expect(() => readConfig({ environment: { JWT_SECRET_KEY_FILE: `${file}-gone` } })).toThrow(
    'JWT_SECRET_KEY_FILE names a file that cannot be read',
  )
})

test.each([
  [{ API_PORT: '99999' }, 'API_PORT'],
  [{ ENABLE_CACHE: 'perhaps' }, 'ENABLE_CACHE'],
  [{ CORS_ORIGINS: 'http://localhost:3000' }, 'CORS_ORIGINS: a JSON list is needed'],
  [{ CORS_ORIGINS: '[1]' }, 'CORS_ORIGINS: a JSON list is needed'],
  [{ BILLING_CYCLE_DAY: '31' }, 'BILLING_CYCLE_DAY'],
  [{ JWT_SECRET_KEY: 'short secret' }, 'JWT_SECRET_KEY: at least 32 characters'],
  [{ JWT_ALGORITHM: 'HS256' }, 'JWT_ALGORITHM=HS256 signs with JWT_SECRET_KEY'],
  [{ SCYLLA_KEYSPACE: 'k; DROP KEYSPACE x' }, 'SCYLLA_KEYSPACE'],
  [{ SCYLLA_REPLICATION_FACTOR: '0' }, 'SCYLLA_REPLICATION_FACTOR: a number from 1 to 9'],
  [{ SCYLLA_REPLICATION_FACTOR: 'east:3,west' }, 'SCYLLA_REPLICATION_FACTOR: a number from 1 to 9'],
  [{ SCYLLA_REPLICATION_FACTOR: "ea'st:3" }, 'SCYLLA_REPLICATION_FACTOR: a number from 1 to 9'],
  [{ SCYLLA_WRITE_CONSISTENCY: 'MOST' }, 'SCYLLA_WRITE_CONSISTENCY'],
  [{ MONGO_DB: 'a.b$' }, 'MONGO_DB'],
  [{ REDIS_CLUSTER_NODES: 'one:7000,two' }, 'REDIS_CLUSTER_NODES: host:port'],
  [{ REDIS_CLUSTER_NODES: 'redis://:short secret@one:7000' }, 'REDIS_CLUSTER_NODES: host:port'],
  [{ REDIS_CLUSTER_NODES: 'one:7000', REDIS_HOST: 'cache' }, 'REDIS_CLUSTER_NODES and the address of a single Redis'],
  [{ REDIS_CLUSTER_NODES: 'one:7000', REDIS_DB: '1' }, 'a cluster has one database'],
  [{ DATABASE_REPLICA_URLS: 'short secret' }, 'DATABASE_REPLICA_URLS: addresses such as'],
  [{ DATABASE_REPLICA_URLS: 'postgresql://u@h/d' }, 'DATABASE_REPLICA_URLS needs DATABASE_URL'],
  [{ STRIPE_API_KEY: 'sk_test_1' }, 'STRIPE_API_KEY needs STRIPE_WEBHOOK_SECRET'],
  [
    { STRIPE_API_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1', HEARTH_PLANS_WITHOUT_PAYMENT: 'true' },
    'for plans that HEARTH_PLANS_WITHOUT_PAYMENT gives away',
  ],
  [{ POSTGRES_HOST: 'db' }, 'JWT_SECRET_KEY is needed with a PostgreSQL of its own'],
])('%o is refused by the name of the variable, never with its value', (environment, sentence) => {
  const read = () => readConfig({ environment })

  expect(read).toThrow(sentence)
  expect(read).not.toThrow('short secret')
})

test.each([
  ...['true', 'yes', '1', '10', '-1', '10.0.0.0/33', '10.0.0.0/0', '::/0', '10.0.0.0/8/8'],
  ...['proxy.example', '10.0.0.1,', '10.0.0.1,true'],
])('TRUST_PROXY=%s would believe clients, or nobody knows whom: refused', (TRUST_PROXY) => {
  expect(() => readConfig({ environment: { TRUST_PROXY } })).toThrow('TRUST_PROXY: false, or a list')
})

test.each([
  ['false', false],
  ['0', false],
  ['loopback', ['loopback']],
  ['10.0.0.0/8, 192.168.7.1,fd00::/8', ['10.0.0.0/8', '192.168.7.1', 'fd00::/8']],
])('TRUST_PROXY=%s is understood', (TRUST_PROXY, trusted) => {
  expect(readConfig({ environment: { TRUST_PROXY } }).TRUST_PROXY).toEqual(trusted)
})

test('what is printed shows of secrets only that they are set', () => {
  const environment = {
    ...{ DATABASE_URL: 'postgresql://u:CANARY@h/d', REDIS_URL: 'redis://:CANARY@h', JWT_SECRET_KEY: `CANARY${secret}` },
    ...{
      SMTP_URL: 'smtp://u:CANARY@h',
      STRIPE_API_KEY: 'sk_CANARY',
      STRIPE_WEBHOOK_SECRET: 'whsec_CANARY',
      POSTGRES_PASSWORD: 'CANARY',
      REDIS_PASSWORD: 'CANARY',
    },
    ...{ MONGO_URI: 'mongodb://u:CANARY@h', MONGODB_ATLAS_URI: 'mongodb+srv://u:CANARY@h' },
    ...{ SCYLLA_HOST: 'db', SCYLLA_USERNAME: 'u', SCYLLA_PASSWORD: 'CANARY' },
    DATABASE_REPLICA_URLS: 'postgresql://u:CANARY@h/d',
  }

  const printed = redacted(readConfig({ environment }))

  expect(JSON.stringify(printed)).not.toContain('CANARY')
  expect(printed).toMatchObject({ postgresUrl: '[set]', JWT_SECRET_KEY: '[set]', API_PORT: 8000 })
})

test('what is set and not read yet is named', () => {
  expect(readConfig({ environment: { API_WORKERS: '4', MODEL_DEVICE: 'cpu' } }).ignored).toEqual(['API_WORKERS'])
})

test('children that run models get of the environment what drivers look for, and no secret', () => {
  const environment = { CUDA_VISIBLE_DEVICES: '1', LD_LIBRARY_PATH: '/opt/lib', JWT_SECRET_KEY: secret, STRIPE_API_KEY: '' }

  expect(readConfig({ environment }).driverEnvironment).toEqual({ CUDA_VISIBLE_DEVICES: '1', LD_LIBRARY_PATH: '/opt/lib' })
})

test('the command line wins', () => {
  const config = readConfig({
    environment: { API_PORT: '1', HEARTH_SERVER_DATA: 'elsewhere' },
    given: { port: '0', host: '::1', data: 'here' },
  })

  expect(config).toMatchObject({ API_PORT: 0, API_HOST: '::1', dataFolder: expect.stringMatching(/here$/) })
})
