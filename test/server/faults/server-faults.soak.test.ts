import { expect, test } from 'vitest'
import { cassandra } from '../../../scripts/services/cassandra.ts'
import { ferretdb } from '../../../scripts/services/ferretdb.ts'
import { postgres } from '../../../scripts/services/postgres.ts'
import { redis } from '../../../scripts/services/redis.ts'
import { expectHealthQuick, expectNobodyRefused, expectPostgresAway, figuresOf } from './expect-away.ts'
import { sendBodies, type Written } from './send-bodies.ts'
import { harms, type Strike, summaryOf } from './strike-database.ts'
import { startStruckServer } from './struck-server.ts'

const awayMs = 30_000

const tell = (figures: unknown): void => void process.stderr.write(`${JSON.stringify(figures)}\n`)

test('PostgreSQL killed and frozen for half a minute under load: cached reads go on, the rest is refused in time, nothing is lost or doubled', async () => {
  await using server = await startStruckServer([postgres, redis])

  const strikes = [await server.strike('kill', 'PostgreSQL', awayMs), await server.strike('freeze', 'PostgreSQL', awayMs)]

  const { calls } = await server.expectReconciled()
  for (const struck of strikes) {
    tell(figuresOf(struck, calls))
    expectPostgresAway(struck, calls)
  }
  expectHealthQuick(strikes)
})

test.each([
  ['Redis', 'redis', [postgres, redis]],
  ['FerretDB', 'mongodb', [postgres, redis, ferretdb, cassandra]],
  ['Cassandra', 'scylla', [postgres, redis, ferretdb, cassandra]],
] as const)(
  '%s killed and frozen for half a minute under load: nobody who does not need it is refused, nothing is lost or doubled',
  async (name, service, databases) => {
    await using server = await startStruckServer(databases)
    const strikes: Strike[] = []

    for (const harm of harms) strikes.push(await server.strike(harm, name, awayMs))

    const { calls } = await server.expectReconciled()
    for (const struck of strikes) {
      tell(figuresOf(struck, calls))
      expectNobodyRefused(struck, calls, service)
    }
    expectHealthQuick(strikes)
  },
)

test.each([
  ['FerretDB', 'knowledge'],
  ['Cassandra', 'history'],
] as const)(
  '%s killed and frozen for half a minute: what is written to it is refused in time, and what was acknowledged is there',
  async (name, store) => {
    await using server = await startStruckServer([postgres, ferretdb, cassandra])
    const { DATABASE_URL: _, ...others } = server.environment
    await using bodies = await sendBodies(others)

    for (const harm of harms) {
      const { from, to, recoveredMs } = await server.strike(harm, name, awayMs)
      const during = bodies.written.filter((each) => each.store === store && each.at >= from && each.at + each.ms < to)
      tell({ name, harm, recoveredMs: Math.round(recoveredMs), ...summaryOf(during.map(withStatus)) })
      expect(during.length).toBeGreaterThan(10)
      expect(during.filter(({ code }) => code !== 'STORE_UNAVAILABLE')).toEqual([])
      expect(during.filter(({ ms }) => ms > 2000)).toEqual([])
      expect(bodies.written.filter((each) => each.store !== store && each.code !== undefined)).toEqual([])
    }
    await bodies.expectKept()
  },
)

const withStatus = ({ code, ms }: Written) => ({ status: code === undefined ? 200 : 503, ms })
