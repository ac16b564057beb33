import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { sql } from '../stores/sql.ts'
import { raisedBy, readOne, type SqlRunner, type SqlTx } from '../stores/sql-store.ts'
import type { QuotaKey } from './quotas.ts'
import type { ResourceType } from './usage-deps.ts'

export interface LedgerEntry {
  readonly usage_id: string
  readonly resource_type: ResourceType
  readonly quantity: number
  readonly occurred_at: Date
}

/** What the functions of the database raise. */
const raised = { conflict: 'HU409', needsMore: 'HU001' } as const

/**
 * What our own gateway counted. False when the same record was there already. The caller has locked the user: whoever else adds to the
 * same hour, also from another period, waits there, so the hour is summed up over everything. Errors: `USAGE_CONFLICT` {usage_id}.
 */
export async function addToLedger(tx: SqlTx, entry: LedgerEntry, key: QuotaKey & { readonly at: Date }): Promise<boolean> {
  const { usage_id, resource_type, quantity, occurred_at } = entry
  const statement = sql`
    SELECT add_to_ledger(${key.userId}, ${usage_id}, ${resource_type}, ${quantity}, ${occurred_at}, ${key.at}, ${key.start}, ${key.end},
                         'gateway', ${hashOf(entry)}) AS is_new`
  return (await readOne(tx, statement, z.object({ is_new: z.boolean() })).catch(refuseConflict)).is_new
}

/** Of a device, with the period that it counts in. */
export interface PeriodEntry extends LedgerEntry {
  readonly period: QuotaKey
}

export interface Upload {
  readonly userId: string
  readonly at: Date
  readonly entries: readonly PeriodEntry[]
}

/**
 * An upload as it comes: each entry, its hour and its quota, in one statement that is a transaction of its own. Undefined, and nothing taken, when
 * it takes more than that: a period that was not opened yet, or one of the thresholds (in per cent) that was not told yet. Errors:
 * `USAGE_CONFLICT` {usage_id}, `UNAUTHENTICATED` for an account that is gone.
 */
export const takeAtOnce = (
  runner: SqlRunner,
  upload: Upload,
  thresholds: readonly number[],
): Promise<readonly PeriodEntry[] | undefined> =>
  take(runner, upload, `{${thresholds.join(',')}}`).catch((error: unknown) => {
    if (raisedBy(error)?.code === raised.needsMore) return undefined
    throw error
  })

/** The same within a transaction that sees to the rest. Returns the entries that are new. */
export const takeUpload = (tx: SqlTx, upload: Upload): Promise<readonly PeriodEntry[]> => take(tx, upload, null)

const takenRow = z.object({ places: z.array(z.int()).nullable() })

async function take(runner: SqlRunner, { userId, at, entries }: Upload, stopsAt: string | null): Promise<readonly PeriodEntry[]> {
  const records = JSON.stringify(entries.map(asRecord))
  const statement = sql`SELECT record_usage(${userId}, ${at}, ${records}, ${stopsAt}) AS places`
  const { places } = await readOne(runner, statement, takenRow).catch(refuseConflict)
  if (places === null) throw new AppError('UNAUTHENTICATED')
  const isNew = new Set(places)
  return entries.filter((_, index) => isNew.has(index + 1))
}

const asRecord = ({ period: { start, end }, ...entry }: PeriodEntry) => ({
  ...{ ...entry, period_start: start, period_end: end, payload_hash: hashOf(entry) },
})

function refuseConflict(error: unknown): never {
  const { code, detail: usage_id } = raisedBy(error) ?? {}
  throw code === raised.conflict ? new AppError('USAGE_CONFLICT', { usage_id }, { cause: error }) : error
}

const hashOf = ({ usage_id, resource_type, quantity, occurred_at }: LedgerEntry): string =>
  createHash('sha256')
    .update(JSON.stringify([usage_id, resource_type, quantity, occurred_at.toISOString()]))
    .digest('hex')
