import { z } from 'zod'
import type { history } from '../../src-shared/api/billing.ts'
import { newId } from '../../src-shared/ids.ts'
import { sql } from '../stores/sql.ts'
import { readOne, type SqlReader, type SqlTx } from '../stores/sql-store.ts'

export interface BillingEvent {
  readonly userId: string
  readonly subscriptionId: string | null
  readonly eventType:
    | 'subscription_created'
    | 'subscription_upgraded'
    | 'downgrade_scheduled'
    | 'subscription_downgraded'
    | 'subscription_renewed'
    | 'subscription_granted'
    | 'payment_received'
    | 'usage_threshold_reached'
  readonly amountCents: number
  readonly description: string
  readonly metadata?: Readonly<Record<string, string | number>>
  readonly at: Date
  /** Whatever finds the same thing again writes nothing. */
  readonly onceKey?: string
}

/** Append only. Returns how many were written: 0 for what is there already under its `onceKey`. */
export const appendHistory = (tx: SqlTx, event: BillingEvent): Promise<number> =>
  tx.run(sql`
    INSERT INTO billing_history
      (id, user_id, subscription_id, event_type, amount_cents, currency, description, metadata, created_at, once_key)
    VALUES (${newId(event.at.getTime())}, ${event.userId}, ${event.subscriptionId}, ${event.eventType}, ${event.amountCents}, 'USD',
            ${event.description}, ${JSON.stringify(event.metadata ?? {})}, ${event.at}, ${event.onceKey ?? null})
    ON CONFLICT (once_key) DO NOTHING`)

const totalRow = z.object({ total: z.int() })

const historyRow = z.object({
  id: z.string(),
  subscription_id: z.string().nullable(),
  event_type: z.string(),
  amount_cents: z.int().nullable(),
  currency: z.string().nullable(),
  description: z.string().nullable(),
  created_at: z.date(),
})

export interface Page {
  readonly limit: number
  readonly offset: number
}

export async function readHistory(reader: SqlReader, userId: string, { limit, offset }: Page): Promise<z.infer<typeof history>> {
  const { total } = await readOne(
    reader,
    sql`SELECT count(*)::int AS total FROM billing_history WHERE user_id = ${userId}`,
    totalRow,
  )
  const rows = await reader.query(
    sql`
      SELECT id, subscription_id, event_type, amount_cents, currency, description, created_at FROM billing_history
      WHERE user_id = ${userId} ORDER BY created_at DESC, seq DESC LIMIT ${limit} OFFSET ${offset}`,
    historyRow,
  )
  return { total, items: rows.map(({ created_at, ...rest }) => ({ ...rest, created_at: created_at.toISOString() })) }
}
