import { z } from 'zod'
import type { AnalyticsStore } from '../stores/analytics-store.ts'
import { sql } from '../stores/sql.ts'
import { readOne, type SqlStore, type SqlTx } from '../stores/sql-store.ts'

export interface RollUpDeps {
  readonly store: SqlStore
  readonly analytics: Pick<AnalyticsStore, 'count'>
}

const changedHour = z.object({ user_id: z.string(), resource_type: z.string(), hour_start: z.date(), grown: z.int() })
type ChangedHour = z.infer<typeof changedHour>

/** What is received is committed within seconds, and the clocks of the processes differ by less. */
const overlapMs = 120_000

/**
 * The hours (`usage_records`) that something was added to since the last time, set to what the ledger says, and by how much they grew told to the analytics. One
 * process at a time. What it missed the daily reconciliation finds. Returns how many hours changed. Errors: `STORE_UNAVAILABLE`; the hours may be set then and the
 * analytics not.
 */
export async function rollUpUsage({ store, analytics }: RollUpDeps, at: Date): Promise<number> {
  const changed = await store.transact(async (tx) => {
    const { rolled_up_to } = await readOne(tx, sql`SELECT rolled_up_to FROM usage_rollup FOR UPDATE`, rolledRow)
    const hours = await setHours(tx, sql`received_at >= ${new Date(rolled_up_to.getTime() - overlapMs)}`)
    await tx.run(sql`UPDATE usage_rollup SET rolled_up_to = GREATEST(rolled_up_to, ${at})`)
    return hours
  })
  for (const { user_id, resource_type, hour_start, grown } of changed)
    if (grown > 0) await analytics.count({ user_id, resource_type, at: hour_start, quantity: grown })
  return changed.length
}

const rolledRow = z.object({ rolled_up_to: z.date() })

/**
 * The hours of the entries for which `condition` holds become the sums of all that the ledger has of them. Returns those that were something else. One that an erased user had, or
 * that grows meanwhile, is left to the next time.
 */
export const setHours = (tx: SqlTx, condition: ReturnType<typeof sql>): Promise<ChangedHour[]> =>
  tx.query(
    sql`
      WITH hours AS (
        SELECT user_id, resource_type, date_trunc('hour', occurred_at, 'UTC') AS hour_start, min(period_start) AS period_start
        FROM usage_ledger WHERE ${condition} GROUP BY 1, 2, 3
      ), sums AS (
        SELECT h.*, COALESCE(r.quantity, 0) AS before, (
          SELECT sum(l.quantity)::int FROM usage_ledger l
          WHERE l.user_id = h.user_id AND l.resource_type = h.resource_type
            AND l.occurred_at >= h.hour_start AND l.occurred_at < h.hour_start + INTERVAL '1 hour'
        ) AS quantity
        FROM hours h LEFT JOIN usage_records r USING (user_id, resource_type, hour_start)
      ), changed AS (
        INSERT INTO usage_records (user_id, resource_type, quantity, hour_start, billing_period_start, billing_period_end)
        SELECT s.user_id, s.resource_type, s.quantity, s.hour_start, s.period_start,
          COALESCE(q.period_end, s.period_start + INTERVAL '1 month')
        FROM sums s JOIN users u ON u.id = s.user_id LEFT JOIN quotas q USING (user_id, resource_type, period_start)
        WHERE s.quantity <> s.before
        ON CONFLICT (user_id, resource_type, hour_start) DO UPDATE SET quantity = EXCLUDED.quantity, updated_at = now()
        RETURNING user_id, resource_type, hour_start
      )
      SELECT user_id, resource_type, hour_start, quantity - before AS grown FROM sums JOIN changed USING (user_id, resource_type, hour_start)`,
    changedHour,
  )
