import type { z } from 'zod'
import type { UsageRecord, usageTaken } from '../../src-shared/api/usage.ts'
import { lockUser } from '../stores/lock-user.ts'
import { takeUpload } from './ledger.ts'
import type { QuotaKey } from './quota-key.ts'
import { findQuota, noteTold, openQuota } from './quotas.ts'
import { forgetQuota, keyAt } from './read-usage.ts'
import type { PeriodEntry, Upload } from './upload.ts'
import type { UsageDeps } from './usage-deps.ts'

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
  const at = deps.now()
  const upload = { userId, at: new Date(at), entries: records.map((record) => entryOf(deps, record, { userId, at })) }
  const accepted = (await deps.together.take(upload)) ? upload.entries : await takeInTurn(deps, upload)
  for (const { resource_type, quantity } of accepted) deps.onUsed(resource_type, quantity, plan)
  const resources = new Set(accepted.map(({ resource_type }) => resource_type))
  for (const resource of resources) await forgetQuota(deps, userId, resource)
  return { accepted: accepted.length, duplicates: records.length - accepted.length }
}

/** The first use of a period, one that reaches a threshold, and what was told before. */
async function takeInTurn(deps: UsageDeps, upload: Upload): Promise<readonly PeriodEntry[]> {
  const { userId, entries } = upload
  await openPeriods(deps, userId, entries)
  return deps.store.transact(async (tx) => {
    await lockUser(tx, userId)
    const taken = await takeUpload(tx, upload)
    for (const key of periodsOf(taken)) {
      const told = await deps.onCounted(tx, key)
      if (told > 0) await noteTold(tx, key, told)
    }
    return taken
  })
}

interface ComesAt {
  readonly userId: string
  readonly at: number
}

/** A clock that runs ahead does not reach into the next period. */
function entryOf(deps: UsageDeps, record: UsageRecord, { userId, at }: ComesAt): PeriodEntry {
  const { usage_id, resource_type, quantity } = record
  const occurred_at = new Date(record.occurred_at)
  const period = keyAt(deps, { userId, resource: resource_type, at: Math.min(occurred_at.getTime(), at) })
  return { usage_id, resource_type, quantity, occurred_at, period }
}

/** Each once. */
const periodsOf = (entries: readonly PeriodEntry[]): Iterable<QuotaKey> =>
  new Map(entries.map(({ period }) => [`${period.resource} ${period.start.toISOString()}`, period])).values()

async function openPeriods(deps: UsageDeps, userId: string, entries: readonly PeriodEntry[]): Promise<void> {
  for (const key of periodsOf(entries)) {
    if ((await findQuota(deps.store, key)) !== undefined) continue
    await deps.beforePeriod(userId)
    await openQuota(deps.store, key)
  }
}
