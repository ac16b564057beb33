import { z } from 'zod'
import { type Sql, sql } from '../stores/sql.ts'
import { readOne, type SqlReader, type SqlStore, type SqlTx } from '../stores/sql-store.ts'

/** What is received is committed within seconds, and the clocks of the processes differ by less. */
const overlapMs = 120_000
/** Of what was received, in one statement: after hours without a rollup it still ends in time. */
const stepMs = 600_000

/**
 * The hours (`usage_records`) that something was added to since the last time, set to what the ledger says. One process at a time; told to stop, it goes on there the
 * next time. What it missed the daily reconciliation finds. Returns how many hours changed. Errors: `STORE_UNAVAILABLE`.
 */
export async function rollUpUsage(store: SqlStore, at: Date, signal?: AbortSignal): Promise<number> {
  let changed = 0
  for (let isDone = false; !isDone && signal?.aborted !== true; ) {
    const step = await store.transact((tx) => rollUpStep(tx, at))
    changed += step.changed
    isDone = step.isDone
  }
  return changed
}

async function rollUpStep(tx: SqlTx, at: Date): Promise<{ readonly changed: number; readonly isDone: boolean }> {
  const begun = (await lockRollup(tx)) ?? (await firstReceived(tx, longAgo)) ?? at
  const end = new Date(Math.max(begun.getTime(), Math.min(at.getTime(), begun.getTime() + stepMs)))
  const changed = await setHours(tx, sumsOfReceived(new Date(begun.getTime() - overlapMs), end))
  const next = end < at ? await firstReceived(tx, end) : undefined
  const until = end < at ? earlier(at, next) : end
  await tx.run(sql`UPDATE usage_rollup SET rolled_up_to = ${until}`)
  return { changed, isDone: next === undefined }
}

const rolledRow = z.object({ rolled_up_to: z.date().nullable() })

/** Until when it was done; undefined: never. Whoever else sets hours waits. */
async function lockRollup(tx: SqlTx): Promise<Date | undefined> {
  return (await readOne(tx, sql`SELECT rolled_up_to FROM usage_rollup FOR UPDATE`, rolledRow)).rolled_up_to ?? undefined
}

const longAgo = new Date(0)
const earlier = (a: Date, b: Date | undefined): Date => (b !== undefined && b < a ? b : a)

/** After `after`: times of which nothing was received are passed over. */
async function firstReceived(reader: SqlReader, after: Date): Promise<Date | undefined> {
  const first = sql`SELECT min(received_at) AS rolled_up_to FROM usage_ledger WHERE received_at > ${after}`
  return (await readOne(reader, first, rolledRow)).rolled_up_to ?? undefined
}

/**
 * The hours from `since`, the beginning of one, on that are not what the ledger says, and that the rollup has had its time with; set right. Returns how many.
 */
export const mendHours = (store: SqlStore, since: Date): Promise<number> =>
  store.transact(async (tx) => {
    const rolledUpTo = await lockRollup(tx)
    if (rolledUpTo === undefined) return 0
    return setHours(tx, sumsOfHours(since, new Date(rolledUpTo.getTime() - overlapMs)))
  })

const hour = sql`date_trunc('hour', occurred_at, 'UTC')`

/** Of each hour of which something was received then: all that the ledger has of it. */
const sumsOfReceived = (from: Date, to: Date): Sql => sql`
  SELECT hours.*, (
    SELECT sum(l.quantity)::bigint FROM usage_ledger l
    WHERE l.user_id = hours.user_id AND l.resource_type = hours.resource_type
      AND l.occurred_at >= hours.hour_start AND l.occurred_at < hours.hour_start + INTERVAL '1 hour'
  ) AS quantity
  FROM (
    SELECT user_id, resource_type, ${hour} AS hour_start, min(period_start) AS period_start FROM usage_ledger
    WHERE received_at >= ${from} AND received_at <= ${to} GROUP BY 1, 2, 3
  ) hours`

/** Of each hour from `since` on of which nothing was received lately, in one pass. */
const sumsOfHours = (since: Date, receivedBefore: Date): Sql => sql`
  SELECT user_id, resource_type, ${hour} AS hour_start, min(period_start) AS period_start, sum(quantity)::bigint AS quantity
  FROM usage_ledger WHERE occurred_at >= ${since} GROUP BY 1, 2, 3 HAVING max(received_at) < ${receivedBefore}`

/** Of an account that is gone meanwhile there are none. Returns how many were something else. */
const setHours = (tx: SqlTx, sums: Sql): Promise<number> =>
  tx.run(sql`
    INSERT INTO usage_records (user_id, resource_type, quantity, hour_start, billing_period_start, billing_period_end)
    SELECT s.user_id, s.resource_type, s.quantity, s.hour_start, s.period_start, COALESCE(q.period_end, s.period_start + INTERVAL '1 month')
    FROM (${sums}) s
    JOIN users u ON u.id = s.user_id
    LEFT JOIN quotas q USING (user_id, resource_type, period_start)
    LEFT JOIN usage_records r USING (user_id, resource_type, hour_start)
    WHERE r.quantity IS DISTINCT FROM s.quantity
    ON CONFLICT (user_id, resource_type, hour_start) DO UPDATE SET quantity = EXCLUDED.quantity, updated_at = now()`)
