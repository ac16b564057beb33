import type { z } from 'zod'
import { type Quota, quota, type usageSummary } from '../../src-shared/api/billing.ts'
import { unlimited } from '../../src-shared/billing/plans.ts'
import { cacheKeys } from '../stores/cache-keys.ts'
import type { CachedRead } from '../stores/cached-reads.ts'
import type { QuotaKey, ResourceType } from './quota-key.ts'
import { findQuota, openQuota, releaseExpired } from './quotas.ts'
import type { UsageDeps } from './usage-deps.ts'

export interface WhoseAndWhen {
  readonly userId: string
  readonly resource: ResourceType
  readonly at: number
}

export function keyAt({ periodAt }: Pick<UsageDeps, 'periodAt'>, { userId, resource, at }: WhoseAndWhen): QuotaKey {
  const { start, end } = periodAt(at)
  return { userId, resource, start: new Date(start), end: new Date(end) }
}

export const forgetQuota = ({ reads }: UsageDeps, userId: string, resource: ResourceType): Promise<void> =>
  reads.forget([cacheKeys.quota.of(userId, resource)])

/** To be shown; admission never looks here. A period that has ended meanwhile is read anew. */
export async function readQuota(deps: UsageDeps, userId: string, resource: ResourceType): Promise<Quota> {
  const wanted = cachedQuota(deps, userId, resource)
  const kept = await deps.reads.read(wanted)
  return Date.parse(kept.period_end) > deps.now() ? kept : wanted.load()
}

export const cachedQuota = (deps: UsageDeps, userId: string, resource: ResourceType): CachedRead<Quota> => ({
  ...{ key: cacheKeys.quota.of(userId, resource), ttlSeconds: cacheKeys.quota.ttlSeconds, value: quota },
  load: () => loadQuota(deps, userId, resource),
})

async function loadQuota(deps: UsageDeps, userId: string, resource: ResourceType): Promise<Quota> {
  const at = deps.now()
  const key = keyAt(deps, { userId, resource, at })
  await releaseExpired(deps.store, key, new Date(at))
  const row = (await findQuota(deps.store, key)) ?? (await open(deps, key))
  const max_allowed = deps.isLimited ? (row?.max_allowed ?? 0) : unlimited
  const current_usage = row?.used ?? 0
  const taken = current_usage + (row?.reserved ?? 0)
  const remaining = max_allowed === unlimited ? unlimited : Math.max(0, max_allowed - taken)
  return {
    ...{ has_quota: remaining !== 0, current_usage, max_allowed, remaining },
    ...{ period_start: key.start.toISOString(), period_end: key.end.toISOString() },
  }
}

async function open(deps: UsageDeps, key: QuotaKey) {
  await deps.beforePeriod(key.userId)
  await openQuota(deps.store, key)
  return findQuota(deps.store, key)
}

export async function readSummary(deps: UsageDeps, userId: string): Promise<z.infer<typeof usageSummary>> {
  const messages = await readQuota(deps, userId, 'messages')
  const calls = await readQuota(deps, userId, 'api_calls')
  return {
    messages_this_month: messages.current_usage,
    api_calls_this_month: calls.current_usage,
    quota_remaining: messages.remaining,
    period_start: messages.period_start,
    period_end: messages.period_end,
  }
}
