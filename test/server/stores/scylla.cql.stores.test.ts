import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { cql } from '../../../server/stores/cql.ts'
import { openScylla } from '../../../server/stores/scylla.ts'
import { createScyllaAnalytics } from '../../../server/stores/scylla-analytics.ts'
import { createScyllaHistory } from '../../../server/stores/scylla-history.ts'
import { migrateScylla } from '../../../server/stores/scylla-migrate.ts'
import { newId } from '../../../src-shared/ids.ts'
import { freezeProcess } from '../../helpers/freeze-process.ts'
import { providedDatabase } from '../../helpers/server/provided-database.ts'
import { createKeyspace, newKeyspace } from '../../helpers/server/test-keyspace.ts'
import { waitFor } from '../../helpers/wait-for.ts'
import { keepsAnalyticsContract } from './analytics-contract.ts'
import { keepsHistoryContract, message } from './history-contract.ts'
import { keepsHostileHistory } from './hostile-text-contract.ts'

const address = await createKeyspace()
// Whether it answers in time is what the test of a frozen one is about; the others wait as long as a machine takes that does more.
const session = await openScylla({ ...address, isPatient: true })
afterAll(() => session[Symbol.asyncDispose]())

describe('Cassandra keeps the contract of the history', () => {
  keepsHistoryContract(() => createScyllaHistory(() => session))
  keepsHostileHistory(() => createScyllaHistory(() => session))
})

describe('Cassandra keeps the contract of the analytics', () => {
  keepsAnalyticsContract(() => createScyllaAnalytics(() => session))
})

test('a deletion reaches what a process wrote whose clock is ahead, and a body that was written without its place shows nothing', async () => {
  const history = createScyllaHistory(() => session)
  const [ahead, bodiless] = [
    message({ user_id: newId(), session_id: newId() }),
    message({ user_id: newId(), session_id: newId() }),
  ]
  await history.add(ahead)
  const later = (Date.now() + 30_000) * 1000
  await session.run(cql`
    UPDATE conversation_history USING TIMESTAMP ${later} SET message = 'of later', actor = 'user', embedding_used = false
    WHERE user_id = ${ahead.user_id} AND session_id = ${ahead.session_id} AND timestamp = ${ahead.timestamp}
    AND message_id = ${ahead.message_id}`)
  await session.run(cql`
    INSERT INTO conversation_history_by_user (user_id, timestamp, message_id, session_id)
    VALUES (${bodiless.user_id}, ${bodiless.timestamp}, ${bodiless.message_id}, ${bodiless.session_id})`)

  await history.deleteUser(ahead.user_id)

  expect((await history.readSession(ahead, { limit: 10 })).messages).toEqual([])
  expect(await history.readUser(bodiless.user_id, { limit: 10 })).toEqual({ messages: [], next: undefined })
})

describe('how many replicas have to answer is configured:', () => {
  test('of three copies on one node one can be written and read, two cannot', async () => {
    const settings = newKeyspace()
    const replication = { strategy: 'NetworkTopologyStrategy', factor: { datacenter1: 1 } } as const
    await migrateScylla(settings, { keyspace: settings.keyspace, replication }, [])
    const copies = `{'class': 'NetworkTopologyStrategy', 'datacenter1': 3}`
    await session.run({ text: `ALTER KEYSPACE ${settings.keyspace} WITH replication = ${copies}`, values: [] })
    await using weak = await openScylla({ ...settings, readConsistency: 'ONE', writeConsistency: 'LOCAL_ONE', isPatient: true })
    await using strong = await openScylla({ ...settings, isPatient: true })
    const write = cql`INSERT INTO migrations (scope, n, name) VALUES ('test', 1, 'here')`
    const read = cql`SELECT name FROM migrations WHERE scope = 'test'`

    await weak.run(write)

    expect(await weak.query(read, z.object({ name: z.string() }))).toEqual([{ name: 'here' }])
    await expect(strong.run(write)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', data: { store: 'scylla' } })
    await expect(strong.query(read, z.unknown())).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  })
})

test('one of several addresses that answers is enough; of none the store is away, and a data centre that is none is told', async () => {
  const settings = newKeyspace()
  await migrateScylla(settings, { keyspace: settings.keyspace, replication: { strategy: 'SimpleStrategy', factor: 1 } }, [])

  await using reached = await openScylla({
    ...{ ...settings, contactPoints: ['127.0.0.1:1', `127.0.0.1:${settings.port}`], dataCenter: 'datacenter1' },
    isPatient: true,
  })

  expect(await reached.query(cql`SELECT key FROM system.local`, z.unknown())).toHaveLength(1)
  await expect(openScylla({ ...settings, contactPoints: ['127.0.0.1:1'] })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  await expect(openScylla({ ...settings, dataCenter: 'elsewhere' })).rejects.toThrow(/SCYLLA_LOCAL_DATACENTER/)
})

test('a frozen node holds nobody for long, and what it is asked after it is back is answered', async () => {
  await using impatient = await openScylla(address)
  const history = createScyllaHistory(() => impatient)
  const { pid } = providedDatabase('cassandra')
  const one = message({ user_id: newId(), session_id: newId() })
  await freezeProcess(pid)
  const began = performance.now()
  try {
    await expect(history.add(one)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    await expect(history.ping()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  } finally {
    process.kill(pid, 'SIGCONT')
  }

  expect(performance.now() - began).toBeLessThan(10_000)
  await waitFor('Cassandra', () =>
    history.add(one).then(
      () => true,
      () => undefined,
    ),
  )
  expect((await history.readUser(one.user_id, { limit: 10 })).messages).toHaveLength(1)
})
