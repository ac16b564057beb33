import { monthAt } from '../../src-shared/billing/period.ts'
import { type PlanId, plans, unlimited } from '../../src-shared/billing/plans.ts'
import { chatError } from '../../src-shared/desktop/chat.ts'
import type { UsageSummary } from '../../src-shared/desktop/usage.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ReadDb } from '../db/database.ts'

/** Where more can be had: the path every shell and the server know the plans under. */
export const upgradeUrl = '/billing/plans'

/** Messages of the running month against the plan's limit. */
export function messageUse(db: ReadDb, now: number, plan: PlanId = 'free'): UsageSummary {
  const { start, end } = monthAt(effectiveTime(db, now))
  const used = db.prepare<[number, number], number>(usedSql).pluck().get(start, end) ?? 0
  return {
    plan,
    meter: 'messages',
    used: Math.max(used, 0),
    limit: plans[plan].limits.messages,
    period_start: start,
    period_end: end,
  }
}

/** Throws `QUOTA_EXCEEDED {current_usage, limit, upgrade_url}` when no further message is allowed. Only a new message asks. */
export function assertQuota(db: ReadDb, now: number, plan: PlanId = 'free'): void {
  const { used, limit } = messageUse(db, now, plan)
  if (limit === unlimited || used < limit) return
  throw new AppError(chatError.quotaExceeded, { current_usage: used, limit, upgrade_url: upgradeUrl })
}

/** A clock set back does not bring last month's quota back: time counts from the last use on. */
function effectiveTime(db: ReadDb, now: number): number {
  const lastUse = db.prepare<[], number>("SELECT max(started_at) FROM usage_log WHERE meter = 'messages'").pluck().get() ?? 0
  return Math.max(now, lastUse)
}

const usedSql = "SELECT coalesce(sum(quantity), 0) FROM usage_log WHERE meter = 'messages' AND started_at >= ? AND started_at < ?"
