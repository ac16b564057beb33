import { setTimeout as delay } from 'node:timers/promises'
import { expect, inject, test } from 'vitest'
import { z } from 'zod'
import { checkServices } from '../../../scripts/services/check/check-services.ts'
import { readConfig } from '../../../server/config.ts'
import { cql } from '../../../server/stores/cql.ts'
import { openMongoPatiently } from '../../../server/stores/mongo.ts'
import { openScyllaPatiently } from '../../../server/stores/scylla.ts'
import { freezeProcess } from '../../helpers/freeze-process.ts'
import { providedDatabase } from '../../helpers/server/provided-database.ts'
import { createDatabase } from '../../helpers/server/test-database.ts'
import { newKeyspace } from '../../helpers/server/test-keyspace.ts'
import { newMongoDatabase } from '../../helpers/server/test-mongo.ts'

const [documents, messages] = [newMongoDatabase(), newKeyspace()]
const environment = {
  ...{ DATABASE_URL: await createDatabase('empty'), REDIS_URL: inject('redisUrl'), JWT_SECRET_KEY: 'k'.repeat(32) },
  ...{ MONGO_URI: documents.url, MONGO_DB: documents.database, SCYLLA_HOST: '127.0.0.1', SCYLLA_PORT: String(messages.port) },
  SCYLLA_REPLICATION_FACTOR: '1',
}

test('all sixteen pass on the real databases, four of each, and leave nothing', async () => {
  const checks = await checkServices(readConfig({ environment }))

  expect(checks.filter(({ problem }) => problem !== undefined)).toEqual([])
  expect(checks.map(({ store }) => store)).toEqual(
    ['PostgreSQL', 'MongoDB', 'Redis', 'ScyllaDB'].flatMap((store) => [store, store, store, store]),
  )
  await using mongo = await openMongoPatiently(documents)
  expect(await mongo.ask((db) => db.listCollections().toArray())).toEqual([])
  await using scylla = await openScyllaPatiently(messages)
  const keyspaces = await scylla.query(
    cql`SELECT keyspace_name FROM system_schema.keyspaces`,
    z.object({ keyspace_name: z.string() }),
  )
  expect(keyspaces.filter(({ keyspace_name }) => keyspace_name.startsWith('check_'))).toEqual([])
})

test('a database that is away or not named fails its four, and the others pass', async () => {
  const { REDIS_URL: _, ...rest } = environment

  const checks = await checkServices(readConfig({ environment: { ...rest, MONGO_URI: 'mongodb://127.0.0.1:1' } }))

  const failed = Map.groupBy(
    checks.filter(({ problem }) => problem !== undefined),
    ({ store }) => store,
  )
  expect([...failed].map(([store, of]) => [store, of.length])).toEqual([
    ['MongoDB', 4],
    ['Redis', 4],
  ])
  expect(failed.get('Redis')?.[0]?.problem).toContain('REDIS_URL is not set')
})

test('databases that a busy machine lets wait are not called ill', async () => {
  const pids = [providedDatabase('ferretdb').pid, providedDatabase('cassandra').pid, inject('redisPid')]
  for (const pid of pids) await freezeProcess(pid)
  const checking = checkServices(readConfig({ environment }))
  // Longer than a server waits for any of them to connect.
  await delay(1500)
  for (const pid of pids) process.kill(pid, 'SIGCONT')

  expect((await checking).filter(({ problem }) => problem !== undefined)).toEqual([])
})
