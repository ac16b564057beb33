import { z } from 'zod'
import { sql } from '../stores/sql.ts'
import { findOne, type SqlTx } from '../stores/sql-store.ts'
import { appendHistory } from './billing-history.ts'

/** Of a meter, in per cent of its limit. */
export const thresholds = [80, 100] as const

export interface CountedUse {
  readonly userId: string
  readonly resource: string
  readonly periodStart: Date
  readonly used: number
  /** -1 when there is none. */
  readonly limit: number
  readonly at: Date
}

const idRow = z.object({ id: z.string() })

/**
 * In the transaction of the use that reached it, once in a period and for a limit, however often what was used goes up and down. Returns the highest
 * that is reached, 0 for none.
 */
export async function raiseThresholds(tx: SqlTx, use: CountedUse): Promise<number> {
  const { userId, resource, periodStart, used, limit, at } = use
  const reached = thresholds.filter((percent) => limit > 0 && used * 100 >= limit * percent)
  if (reached.length === 0) return 0
  const active = await findOne(tx, sql`SELECT id FROM subscriptions WHERE user_id = ${userId} AND status = 'active'`, idRow)
  for (const percent of reached)
    await appendHistory(tx, {
      ...{ userId, subscriptionId: active?.id ?? null, eventType: 'usage_threshold_reached', amountCents: 0, at },
      description: `${percent} % of ${resource.replaceAll('_', ' ')} used`,
      metadata: { resource_type: resource, percent, limit, used },
      onceKey: `threshold:${userId}:${resource}:${periodStart.toISOString()}:${limit}:${percent}`,
    })
  return Math.max(...reached)
}
