import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { sql } from '../stores/sql.ts'
import { findOne, type SqlTx } from '../stores/sql-store.ts'
import type { QuotaKey } from './quotas.ts'
import type { ResourceType } from './usage-deps.ts'

export interface LedgerEntry {
  readonly usage_id: string
  readonly resource_type: ResourceType
  readonly quantity: number
  readonly occurred_at: Date
  readonly source: 'gateway' | 'device'
}

const hashRow = z.object({ payload_hash: z.string() })

/**
 * False when the same record was there already. The caller has locked the user: whoever else adds to the same hour, also from
 * another period, waits there, so the hour is summed up over everything. Errors: `USAGE_CONFLICT` {usage_id}.
 */
export async function addToLedger(tx: SqlTx, entry: LedgerEntry, key: QuotaKey & { readonly at: Date }): Promise<boolean> {
  const { usage_id, resource_type, quantity, occurred_at, source } = entry
  const payload_hash = hashOf(entry)
  const added = await tx.run(sql`
    INSERT INTO usage_ledger
      (user_id, usage_id, resource_type, quantity, occurred_at, received_at, period_start, source, payload_hash)
    VALUES (${key.userId}, ${usage_id}, ${resource_type}, ${quantity}, ${occurred_at}, ${key.at}, ${key.start}, ${source}, ${payload_hash})
    ON CONFLICT (user_id, usage_id) DO NOTHING`)
  if (added === 1) {
    await sumUpHour(tx, key, occurred_at)
    return true
  }
  const known = await findOne(
    tx,
    sql`SELECT payload_hash FROM usage_ledger WHERE user_id = ${key.userId} AND usage_id = ${usage_id}`,
    hashRow,
  )
  if (known?.payload_hash !== payload_hash) throw new AppError('USAGE_CONFLICT', { usage_id })
  return false
}

/** Set to what the ledger says, so that doing it again changes nothing. */
async function sumUpHour(tx: SqlTx, { userId, resource, start, end }: QuotaKey, occurredAt: Date): Promise<void> {
  const hour = new Date(Math.floor(occurredAt.getTime() / 3_600_000) * 3_600_000)
  const nextHour = new Date(hour.getTime() + 3_600_000)
  await tx.run(sql`
    INSERT INTO usage_records (user_id, resource_type, quantity, hour_start, billing_period_start, billing_period_end)
    SELECT ${userId}, ${resource}, sum(quantity)::int, ${hour}, ${start}, ${end} FROM usage_ledger
    WHERE user_id = ${userId} AND resource_type = ${resource} AND occurred_at >= ${hour} AND occurred_at < ${nextHour}
    ON CONFLICT (user_id, resource_type, hour_start) DO UPDATE SET quantity = EXCLUDED.quantity, updated_at = now()`)
}

const hashOf = ({ usage_id, resource_type, quantity, occurred_at }: LedgerEntry): string =>
  createHash('sha256')
    .update(JSON.stringify([usage_id, resource_type, quantity, occurred_at.toISOString()]))
    .digest('hex')
