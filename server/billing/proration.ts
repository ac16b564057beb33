import type { BillingCycle } from '../../src-shared/api/billing.ts'
import { type PlanId, plans } from '../../src-shared/billing/plans.ts'

const ranks: Readonly<Record<PlanId, number>> = { free: 0, pro: 1, enterprise: 2 }

export interface PlanChoice {
  readonly plan_type: PlanId
  readonly billing_cycle: BillingCycle
}

export const priceOf = ({ plan_type, billing_cycle }: PlanChoice): number =>
  billing_cycle === 'yearly' ? plans[plan_type].yearly_price_cents : plans[plan_type].price_cents

/** More of something applies at once; less of it waits for the end of what is paid. */
export function isUpgrade(from: PlanChoice, to: PlanChoice): boolean {
  if (ranks[to.plan_type] !== ranks[from.plan_type]) return ranks[to.plan_type] > ranks[from.plan_type]
  return from.billing_cycle === 'monthly' && to.billing_cycle === 'yearly'
}

export interface PaidTime {
  readonly amount_cents: number
  readonly started_at: Date
  readonly ends_at: Date | null
}

/** What is left of what was paid, to the second, rounded in favour of whoever paid. */
export function unusedCents({ amount_cents, started_at, ends_at }: PaidTime, at: Date): number {
  if (ends_at === null) return 0
  const wholeMs = ends_at.getTime() - started_at.getTime()
  const leftMs = Math.min(Math.max(0, ends_at.getTime() - at.getTime()), wholeMs)
  return wholeMs <= 0 ? 0 : Math.ceil((amount_cents * leftMs) / wholeMs)
}

/** A month or a year on; the 31st becomes the last day of a shorter month. A plan without a price has no end. */
export function endOfCycle({ plan_type, billing_cycle }: PlanChoice, start: Date): Date | null {
  if (priceOf({ plan_type, billing_cycle }) === 0) return null
  const months = billing_cycle === 'yearly' ? 12 : 1
  const end = new Date(start)
  end.setUTCMonth(end.getUTCMonth() + months)
  if (end.getUTCDate() !== start.getUTCDate()) end.setUTCDate(0)
  return end
}
