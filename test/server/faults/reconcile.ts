import { expect } from 'vitest'
import { z } from 'zod'
import { sql } from '../../../server/stores/sql.ts'
import type { SqlReader, SqlStore } from '../../../server/stores/sql-store.ts'
import { rollUpUsage } from '../../../server/usage/roll-up-usage.ts'
import type { LoadUse } from './load-contract.ts'

const ledgerRow = z.object({ usage_id: z.string(), user_id: z.string(), resource_type: z.string(), quantity: z.int() })
const sumRow = z.object({ user_id: z.string(), resource_type: z.string(), sum: z.int() })

/** Not one that was acknowledged is missing in the ledger, and none is there that nobody sent, or with something else in it. */
export async function expectAcknowledgedKept(store: SqlReader, uses: readonly LoadUse[]): Promise<void> {
  const kept = new Map((await ledgerOf(store)).map((row) => [row.usage_id, row]))
  const sent = new Map(uses.map((use) => [use.id, rowOf(use)]))

  expect(uses.filter(({ id, isAcknowledged }) => isAcknowledged && !kept.has(id))).toEqual([])
  expect([...kept.values()].filter((row) => !isSame(row, sent.get(row.usage_id)))).toEqual([])
}

/** After everything was sent until it was acknowledged: each once in the ledger, and every sum is that of the ledger. */
export async function expectCountedOnce(store: SqlStore, uses: readonly LoadUse[]): Promise<void> {
  const kept = await ledgerOf(store)
  expect(uses.filter(({ isAcknowledged }) => !isAcknowledged)).toEqual([])
  expect(kept.toSorted(byId)).toEqual(uses.map(rowOf).toSorted(byId))

  const sent = sumsOf(uses.map(rowOf))
  await rollUpUsage(store, new Date())
  expect(await sums(store, sql`SELECT user_id, resource_type, sum(used)::int AS sum FROM quotas GROUP BY 1, 2`)).toEqual(sent)
  expect(
    await sums(store, sql`SELECT user_id, resource_type, sum(quantity)::int AS sum FROM usage_records GROUP BY 1, 2`),
  ).toEqual(sent)
  const held = sql`
    SELECT user_id, resource_type, sum(quantity)::int AS sum FROM quota_reservations WHERE state = 'held' GROUP BY 1, 2`
  expect(await sums(store, sql`SELECT user_id, resource_type, sum(reserved)::int AS sum FROM quotas GROUP BY 1, 2`)).toEqual(
    await sums(store, held),
  )
}

type LedgerRow = z.infer<typeof ledgerRow>

const ledgerOf = (store: SqlReader): Promise<LedgerRow[]> =>
  store.query(sql`SELECT usage_id, user_id, resource_type, quantity FROM usage_ledger`, ledgerRow)

const rowOf = ({ id, userId, resource, quantity }: LoadUse): LedgerRow => ({
  ...{ usage_id: id, user_id: userId, resource_type: resource, quantity },
})

const byId = (a: LedgerRow, b: LedgerRow): number => a.usage_id.localeCompare(b.usage_id)

const isSame = (row: LedgerRow, sent: LedgerRow | undefined): boolean =>
  row.user_id === sent?.user_id && row.resource_type === sent.resource_type && row.quantity === sent.quantity

async function sums(store: SqlReader, statement: ReturnType<typeof sql>): Promise<Readonly<Record<string, number>>> {
  const rows = await store.query(statement, sumRow)
  return sumsOf(rows.map(({ sum, ...rest }) => ({ ...rest, quantity: sum })))
}

/** By user and resource, without those that have none. */
function sumsOf(rows: readonly Omit<LedgerRow, 'usage_id'>[]): Readonly<Record<string, number>> {
  const added: Record<string, number> = {}
  for (const { user_id, resource_type, quantity } of rows) {
    const key = `${user_id} ${resource_type}`
    added[key] = (added[key] ?? 0) + quantity
  }
  return Object.fromEntries(Object.entries(added).filter(([, sum]) => sum > 0))
}
