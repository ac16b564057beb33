import type { z } from 'zod'
import type { UsageRecord, usageTaken } from '../../src-shared/api/usage.ts'
import { lockUser } from '../stores/lock-user.ts'
import type { SqlTx } from '../stores/sql-store.ts'
import { addToLedger } from './ledger.ts'
import { countUse, findQuota, openQuota } from './quotas.ts'
import { forgetQuota, keyAt } from './read-usage.ts'
import type { CountedKey, UsageDeps } from './usage-deps.ts'

export interface UsingUser {
  readonly userId: string
  readonly plan: string
}

/**
 * What devices used: always taken, also above the limit, each record once however often it is sent. All or nothing. Errors:
 * `USAGE_CONFLICT`.
 */
export async function recordUsage(
  deps: UsageDeps,
  { userId, plan }: UsingUser,
  records: readonly UsageRecord[],
): Promise<z.infer<typeof usageTaken>> {
  await openPeriods(deps, userId, records)
  const accepted = await deps.store.transact(async (tx) => {
    await lockUser(tx, userId)
    const taken: UsageRecord[] = []
    for (const record of records) if (await takeRecord(deps, tx, { userId, record })) taken.push(record)
    for (const key of keysOf(deps, userId, taken)) await deps.onCounted(tx, key)
    return taken
  })
  for (const { resource_type, quantity } of accepted) deps.onUsed(resource_type, quantity, plan)
  const resources = new Set(accepted.map(({ resource_type }) => resource_type))
  for (const resource of resources) await forgetQuota(deps, userId, resource)
  return { accepted: accepted.length, duplicates: records.length - accepted.length }
}

interface OfUser {
  readonly userId: string
  readonly record: UsageRecord
}

async function takeRecord(deps: UsageDeps, tx: SqlTx, { userId, record }: OfUser): Promise<boolean> {
  const { usage_id, resource_type, quantity } = record
  const key = keyOf(deps, userId, record)
  // A duplicate takes its units back.
  await countUse(tx, key, { used: quantity, held: 0 })
  const entry = { usage_id, resource_type, quantity, occurred_at: new Date(record.occurred_at), source: 'device' as const }
  const isNew = await addToLedger(tx, entry, { ...key, at: new Date(deps.now()) })
  if (!isNew) await countUse(tx, key, { used: -quantity, held: 0 })
  return isNew
}

/** A clock that runs ahead does not reach into the next period. */
const occurredAt = ({ now }: UsageDeps, { occurred_at }: UsageRecord): Date => new Date(Math.min(Date.parse(occurred_at), now()))

const keyOf = (deps: UsageDeps, userId: string, record: UsageRecord): CountedKey =>
  keyAt(deps, { userId, resource: record.resource_type, at: occurredAt(deps, record).getTime() })

/** Each once. */
function keysOf(deps: UsageDeps, userId: string, records: readonly UsageRecord[]): Iterable<CountedKey> {
  const keys = records.map((record) => keyOf(deps, userId, record))
  return new Map(keys.map((key) => [`${key.resource} ${key.start.toISOString()}`, key])).values()
}

async function openPeriods(deps: UsageDeps, userId: string, records: readonly UsageRecord[]): Promise<void> {
  for (const key of keysOf(deps, userId, records)) {
    if ((await findQuota(deps.store, key)) !== undefined) continue
    await deps.beforePeriod(userId)
    await openQuota(deps.store, key)
  }
}
