import { hash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { sql } from '../stores/sql.ts'
import { raisedBy, readOne, type SqlRunner, type SqlTx } from '../stores/sql-store.ts'
import type { QuotaKey } from './quota-key.ts'
import type { LedgerEntry, PeriodEntry, Upload } from './upload.ts'

/** What the functions of the database raise. */
const conflict = 'HU409'

/**
 * What our own gateway counted. False when the same record was there already. The caller has locked the user, and the hour is
 * left to the rollup. Errors: `USAGE_CONFLICT` {usage_id}.
 */
export async function addToLedger(tx: SqlTx, entry: LedgerEntry, key: QuotaKey & { readonly at: Date }): Promise<boolean> {
  const { usage_id, resource_type, quantity, occurred_at } = entry
  const statement = sql`
    SELECT add_to_ledger(${key.userId}, ${usage_id}, ${resource_type}, ${quantity}, ${occurred_at}, ${key.at}, ${key.start}, ${key.end},
                         'gateway', ${hashOf({ ...entry, occurred_at: occurred_at.toISOString() })}) AS is_new`
  return (await readOne(tx, statement, addedRow).catch(refuseConflict)).is_new
}

/**
 * Uploads of several users, none of them with more than one, in one statement that is a transaction of its own. Returns the users whose uploads were
 * taken whole; nothing of the others was. What has to wait, tell something, or find out what is new is left to a transaction of its own.
 */
export async function takeTogether(
  runner: SqlRunner,
  uploads: readonly Upload[],
  thresholds: readonly number[],
): Promise<ReadonlySet<string>> {
  const records = uploads.flatMap(({ userId: user_id, at: received_at, entries }) =>
    entries.map((entry) => ({ user_id, received_at, ...asRecord(entry) })),
  )
  const statement = sql`SELECT record_uses(${JSON.stringify(records)}, ${`{${thresholds.join(',')}}`}) AS users`
  return new Set((await readOne(runner, statement, takenUsersRow)).users)
}

/**
 * All of an upload, in a transaction that sees to the rest. Returns the entries that are new. Errors: `USAGE_CONFLICT` {usage_id},
 * `UNAUTHENTICATED` for an account that is gone.
 */
export async function takeUpload(tx: SqlTx, { userId, at, entries }: Upload): Promise<readonly PeriodEntry[]> {
  const records = JSON.stringify(entries.map(asRecord))
  const statement = sql`SELECT record_usage(${userId}, ${at}, ${records}, NULL) AS places`
  const { places } = await readOne(tx, statement, takenRow).catch(refuseConflict)
  if (places === null) throw new AppError('UNAUTHENTICATED')
  const isNew = new Set(places)
  return entries.filter((_, index) => isNew.has(index + 1))
}

const addedRow = z.object({ is_new: z.boolean() })
const takenUsersRow = z.object({ users: z.array(z.string()) })
const takenRow = z.object({ places: z.array(z.int()).nullable() })

const asRecord = (entry: PeriodEntry) => {
  const { usage_id, resource_type, quantity, period } = entry
  // Its text is made once.
  const occurred_at = entry.occurred_at.toISOString()
  const payload_hash = hashOf({ usage_id, resource_type, quantity, occurred_at })
  return { usage_id, resource_type, quantity, occurred_at, period_start: period.start, payload_hash }
}

function refuseConflict(error: unknown): never {
  const { code, detail: usage_id } = raisedBy(error) ?? {}
  throw code === conflict ? new AppError('USAGE_CONFLICT', { usage_id }, { cause: error }) : error
}

type Hashed = Omit<LedgerEntry, 'occurred_at'> & { readonly occurred_at: string }

const hashOf = ({ usage_id, resource_type, quantity, occurred_at }: Hashed): string =>
  hash('sha256', JSON.stringify([usage_id, resource_type, quantity, occurred_at]))
