import { expect, test } from 'vitest'
import type { Db } from '../../../src-main/db/database.ts'
import { assertQuota, messageUse } from '../../../src-main/usage/quota.ts'
import { firstBrokenUse, recordUse, type Use } from '../../../src-main/usage/usage-log.ts'
import { newId } from '../../helpers/conversation-rows.ts'
import { openTestDb } from '../../helpers/test-db.ts'

const useAt = (started_at: number, quantity = 1): Use => ({
  usage_id: newId(),
  meter: 'messages',
  quantity,
  model_id: 'demo',
  started_at,
  ended_at: null,
  mono_ms: 12.5,
  lease_id: null,
  conversation_id: null,
  message_id: null,
})

const count = (db: Db, uses: readonly Use[]): void => db.transact((tx) => void uses.map((use) => recordUse(tx, use)))

const july = Date.UTC(2026, 6, 15)
const lastOfJuly = Date.UTC(2026, 7, 1) - 1
const august = Date.UTC(2026, 7, 1)

test('the thousand-and-first message of a month is refused with the numbers; the next month begins anew', () => {
  using db = openTestDb()
  count(
    db,
    Array.from({ length: 999 }, () => useAt(july)),
  )
  expect(() => assertQuota(db, july)).not.toThrow()
  count(db, [useAt(lastOfJuly)])

  expect(() => assertQuota(db, lastOfJuly)).toThrow(
    expect.objectContaining({
      code: 'QUOTA_EXCEEDED',
      data: { current_usage: 1000, limit: 1000, upgrade_url: '/billing/plans' },
    }),
  )
  expect(() => assertQuota(db, august)).not.toThrow()
  expect(() => assertQuota(db, lastOfJuly, 'enterprise')).not.toThrow()
})

test('a clock set back does not bring an earlier month back', () => {
  using db = openTestDb()
  count(
    db,
    Array.from({ length: 1000 }, () => useAt(august)),
  )

  expect(() => assertQuota(db, july)).toThrow(expect.objectContaining({ code: 'QUOTA_EXCEEDED' }))
})

test('a correction is a further record that counts against the first', () => {
  using db = openTestDb()

  count(db, [useAt(july), useAt(july), useAt(july, -1)])

  expect(messageUse(db, july)).toEqual({
    plan: 'free',
    meter: 'messages',
    used: 1,
    limit: 1000,
    period_start: Date.UTC(2026, 6),
    period_end: august,
  })
})

test('other meters do not count as messages', () => {
  using db = openTestDb()

  count(db, [{ ...useAt(july), meter: 'api_calls' }])

  expect(messageUse(db, july).used).toBe(0)
})

test.each([
  ['a changed record', 'UPDATE usage_log SET quantity = 0 WHERE useq = 3', 3],
  ['a missing record', 'DELETE FROM usage_log WHERE useq = 3', 4],
  ['two records in the wrong order', 'UPDATE usage_log SET useq = CASE useq WHEN 3 THEN 103 ELSE useq END', 4],
  ['a record hashed by itself', "UPDATE usage_log SET hash = 'x' WHERE useq = 5", 5],
])('the chain shows %s', (_, tampering, expected) => {
  using db = openTestDb()
  count(
    db,
    Array.from({ length: 6 }, (_each, index) => useAt(july + index)),
  )
  expect(firstBrokenUse(db)).toBeUndefined()

  db.transact((tx) => tx.prepare(tampering).run())

  expect(firstBrokenUse(db)).toBe(expected)
})
