import { afterAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { postgres } from '../../../scripts/services/postgres.ts'
import { openPostgres } from '../../../server/stores/postgres.ts'
import { addReadReplicas } from '../../../server/stores/read-replicas.ts'
import { type Sql, sql } from '../../../server/stores/sql.ts'
import { readOne, type SqlReader } from '../../../server/stores/sql-store.ts'
import { registered } from '../../../src-shared/api/accounts.ts'
import { history } from '../../../src-shared/api/billing.ts'
import { newId } from '../../../src-shared/ids.ts'
import { replicaOf } from '../../helpers/server/postgres-replica.ts'
import { silentLog } from '../../helpers/server/silent-log.ts'
import { ask, startServer } from '../../helpers/server/start-server.ts'
import { waitFor } from '../../helpers/wait-for.ts'
import { startMortal } from '../faults/mortal-database.ts'
import { expectLastUnitTakenOnce } from '../usage/last-unit.ts'

const primary = await startMortal(postgres)
const primaryUrl = primary.variables.DATABASE_URL ?? ''
const replica = await startMortal(replicaOf(primaryUrl))
const replicaUrl = replica.variables.DATABASE_URL ?? ''
const open = (url: string) => openPostgres({ url, poolSize: 2, log: silentLog })
/** Beside the server's own connections. */
const atReplica = open(replicaUrl)
/** Long enough for what is asked beside a busy machine's other work while the replica may still be read. */
const maxLagMs = 5000
const store = addReadReplicas({ primary: open(primaryUrl), replicas: [open(replicaUrl)], maxLagMs, log: silentLog })
await store.run(sql`CREATE TABLE seen (n INTEGER)`)
afterAll(async () => {
  await store[Symbol.asyncDispose]()
  await atReplica[Symbol.asyncDispose]()
  await replica[Symbol.asyncDispose]()
  await primary[Symbol.asyncDispose]()
})

const whoAnswers = async (reader: SqlReader): Promise<'replica' | 'primary'> => {
  const [row] = await reader.query(sql`SELECT pg_is_in_recovery() AS is_replica`, z.object({ is_replica: z.boolean() }))
  return row?.is_replica === true ? 'replica' : 'primary'
}
const until = (who: 'replica' | 'primary') =>
  waitFor(`the ${who}`, async () => ((await whoAnswers(store.stale)) === who ? true : undefined))
const rowsSeen = async () => (await store.stale.query(sql`SELECT n FROM seen`, z.unknown())).length
/** Until it has everything that the primary has now: tables too. */
async function caughtUp(): Promise<void> {
  const { end } = await readOne(store, sql`SELECT pg_current_wal_lsn()::text AS end`, z.object({ end: z.string() }))
  await seenAtReplica(sql`SELECT pg_last_wal_replay_lsn() >= ${end}::pg_lsn AS is_so`)
}
const seenAtReplica = (statement: Sql) =>
  waitFor('the replica', async () => (await readOne(atReplica, statement, z.object({ is_so: z.boolean() }))).is_so || undefined)
/** It is asked to, and then does so before it replays the next. */
async function pause(): Promise<void> {
  await caughtUp()
  await atReplica.query(sql`SELECT pg_wal_replay_pause()`, z.unknown())
  await seenAtReplica(sql`SELECT pg_get_wal_replay_pause_state() = 'paused' AS is_so`)
}
const goOn = () => atReplica.query(sql`SELECT pg_wal_replay_resume()`, z.unknown())

test('what may be old is read at the replica, everything else at the primary', async () => {
  await until('replica')

  expect(await whoAnswers(store)).toBe('primary')
  expect(await store.transact((tx) => whoAnswers(tx))).toBe('primary')
  expect(store.pools().map(({ database }) => database)).toEqual(['postgres', 'postgres_replica'])
  expect(store.pools().every(({ inUse, idle }) => inUse + idle > 0)).toBe(true)
})

test('a replica that falls behind is read for as long as that may be, then the primary is, and the replica again when it has caught up', async () => {
  await until('replica')
  await pause()
  await store.run(sql`INSERT INTO seen VALUES (1)`)
  expect([await whoAnswers(store.stale), await rowsSeen()]).toEqual(['replica', 0])

  await until('primary')
  expect(await rowsSeen()).toBe(1)
  await goOn()

  await until('replica')
  expect(await rowsSeen()).toBe(1)
})

test('a replica that is frozen or killed holds nobody up, and is used again when it is back', async () => {
  for (const [harm, heal] of [
    [replica.freeze, replica.thaw],
    [replica.kill, replica.restart],
  ] as const) {
    await until('replica')
    await harm()
    const began = performance.now()

    expect(await whoAnswers(store.stale)).toBe('primary')
    // Less than a statement may take: nobody waits until that is over.
    expect(performance.now() - began).toBeLessThan(5000)
    expect(await whoAnswers(store.stale)).toBe('primary')

    await heal()
  }
  await until('replica')
})

test('what is no replica of this primary is never read, however well it answers', async () => {
  for (const url of [primaryUrl, inject('postgresUrl')]) {
    const stranger = open(url)
    const asked: string[] = []
    const counted = {
      ...stranger,
      query: ((statement, row) => {
        asked.push(statement.text)
        return stranger.query(statement, row)
      }) satisfies typeof stranger.query,
    }
    await using other = addReadReplicas({ primary: open(primaryUrl), replicas: [counted], maxLagMs: 200, log: silentLog })
    await waitFor('it to be compared', () => (asked.length > 2 ? true : undefined))

    expect(await other.stale.query(clusterId, z.unknown())).toEqual(await store.query(clusterId, z.unknown()))
    // It is still compared meanwhile, which asks it something else.
    expect(asked).not.toContain(clusterId.text)
  }
})

const clusterId = sql`SELECT system_identifier::text AS id FROM pg_control_system()`

test('a server reads the history of payments at the replica, and decides at the primary while the replica lags', async () => {
  const environment = {
    ...{ DATABASE_URL: primaryUrl, DATABASE_REPLICA_URLS: replicaUrl, POSTGRES_REPLICA_MAX_LAG_MS: '600000' },
    ...{ JWT_SECRET_KEY: 'k'.repeat(32), ENABLE_RATE_LIMITING: 'false' },
  }
  await using server = await startServer({ environment })
  const body = { email: `${newId()}@example.org`, password: 'long enough' }
  await pause()
  const { access_token: token } = registered.parse((await ask(server.url, 'POST /auth/register', { body })).data)
  const total = async () => history.parse((await ask(server.url, 'GET /billing/history', { token })).data).total

  await waitFor('the replica to answer', async () => ((await total()) === 0 ? true : undefined))
  await expectLastUnitTakenOnce([server.url])
  // Only the replica has none, and it lags still.
  await waitFor('the replica to answer', async () => ((await total()) === 0 ? true : undefined))

  await goOn()
  await waitFor('it to catch up', async () => ((await total()) > 0 ? true : undefined))
})
