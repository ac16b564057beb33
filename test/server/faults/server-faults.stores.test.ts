import { expect, test } from 'vitest'
import { postgres } from '../../../scripts/services/postgres.ts'
import { redis } from '../../../scripts/services/redis.ts'
import { expectHealthNotHeldUp, expectNobodyRefused, expectPostgresAway } from './expect-away.ts'
import { startStruckServer } from './struck-server.ts'

test('under load, PostgreSQL and Redis killed and frozen: what does not need them goes on, and nothing acknowledged is lost or counted twice', {
  timeout: 120_000,
}, async () => {
  await using server = await startStruckServer([postgres, redis])

  const killed = [await server.strike('kill', 'PostgreSQL', 1000), await server.strike('kill', 'Redis', 1000)] as const
  const frozen = [await server.strike('freeze', 'PostgreSQL', 2500), await server.strike('freeze', 'Redis', 1500)] as const

  const { calls, uses } = await server.expectReconciled()
  expect(uses.filter(({ isAcknowledged }) => isAcknowledged).length).toBeGreaterThan(20)
  for (const [ofPostgres, ofRedis] of [killed, frozen]) {
    expectPostgresAway(ofPostgres, calls)
    expectNobodyRefused(ofRedis, calls, 'redis')
  }
  expectHealthNotHeldUp([...killed, ...frozen])
})
