import { z } from 'zod'
import { sql } from '../stores/sql.ts'
import { readOne, type SqlStore } from '../stores/sql-store.ts'
import { mendHours } from './roll-up-usage.ts'

/** As far back as what is late may be counted: see `usage_ledger`. */
const reachMs = 35 * 24 * 3_600_000

/**
 * What was held and never committed returns, also of whoever asks for nothing more. Returns how many. What was settled so long ago that nobody
 * comes back to it goes.
 */
export async function sweepReservations(store: SqlStore, at: Date): Promise<number> {
  const swept = await readOne(
    store,
    sql`
      WITH gone AS (
        UPDATE quota_reservations SET state = 'released'
        WHERE id IN (
          SELECT id FROM quota_reservations WHERE state = 'held' AND expires_at <= ${at} LIMIT 1000 FOR UPDATE SKIP LOCKED)
        RETURNING user_id, resource_type, period_start, quantity
      ), sums AS (
        SELECT user_id, resource_type, period_start, sum(quantity)::bigint AS quantity FROM gone
        GROUP BY user_id, resource_type, period_start
      ), returned AS (
        UPDATE quotas q SET reserved = q.reserved - s.quantity FROM sums s
        WHERE (q.user_id, q.resource_type, q.period_start) = (s.user_id, s.resource_type, s.period_start)
      )
      SELECT count(*)::int AS count FROM gone`,
    countRow,
  )
  await store.run(sql`
    DELETE FROM quota_reservations WHERE id IN (
      SELECT id FROM quota_reservations WHERE state <> 'held' AND expires_at <= ${new Date(at.getTime() - reachMs)} LIMIT 10000)`)
  return swept.count
}

const countRow = z.object({ count: z.int() })

export interface UsageDifferences {
  /** Hours that were not what the ledger says, though they were rolled up; set right. */
  readonly hours: number
  /** Quotas whose use is not what the ledger says of their period; told only: a person was admitted or refused by them. */
  readonly quotas: number
}

/** Compares what is derived with the ledger, which is the truth. There should be no difference. */
export async function reconcileUsage(store: SqlStore, at: Date): Promise<UsageDifferences> {
  const since = new Date(Math.floor((at.getTime() - reachMs) / 3_600_000) * 3_600_000)
  const hours = await mendHours(store, since)
  const quotas = await readOne(
    store,
    sql`
      SELECT count(*)::int AS count FROM quotas q
      WHERE period_end > ${since} AND used <> (
        SELECT COALESCE(sum(quantity), 0) FROM usage_ledger l
        WHERE (l.user_id, l.resource_type, l.period_start) = (q.user_id, q.resource_type, q.period_start))`,
    countRow,
  )
  return { hours, quotas: quotas.count }
}
