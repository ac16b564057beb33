import type { BillingCycle } from '../../src-shared/api/billing.ts'
import { type PlanId, plans } from '../../src-shared/billing/plans.ts'

const ranks: Readonly<Record<PlanId, number>> = { free: 0, pro: 1, enterprise: 2 }

export interface PlanChoice {
  readonly plan_type: PlanId
  readonly billing_cycle: BillingCycle
}

export const priceOf = ({ plan_type, billing_cycle }: PlanChoice): number =>
  billing_cycle === 'yearly' ? plans[plan_type].yearly_price_cents : plans[plan_type].price_cents

export const isSameChoice = (a: PlanChoice, b: PlanChoice): boolean =>
  a.plan_type === b.plan_type && a.billing_cycle === b.billing_cycle

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

export interface Charge {
  readonly due_cents: number
  /** What of the credit is left for later. */
  readonly credit_cents: number
}

export const chargeFor = (price_cents: number, credit_cents: number): Charge => ({
  due_cents: Math.max(0, price_cents - credit_cents),
  credit_cents: Math.max(0, credit_cents - price_cents),
})

/**
 * A month or a year on, on the day of the month on which the first period began; a shorter month has its last day instead, and
 * the month after it the whole day again. A plan without a price has no end.
 */
export function endOfCycle(choice: PlanChoice, start: Date, anchorDay = start.getUTCDate()): Date | null {
  if (priceOf(choice) === 0) return null
  const end = new Date(start)
  end.setUTCDate(1)
  end.setUTCMonth(end.getUTCMonth() + (choice.billing_cycle === 'yearly' ? 12 : 1))
  end.setUTCDate(Math.min(anchorDay, daysOfMonth(end)))
  return end
}

const daysOfMonth = (at: Date): number => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate()
