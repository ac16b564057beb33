import type { Preview } from '../../src-shared/api/billing.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { BillingDeps } from './billing-deps.ts'
import { changePlan, creditOf } from './change-plan.ts'
import type { PlanChanges } from './plan-changes.ts'
import { chargeFor, isUpgrade, type PlanChoice, priceOf } from './proration.ts'
import { findActive } from './subscriptions.ts'

/** Where nobody takes money: what would be due is told and written down. */
export const planChangesHere = (deps: BillingDeps): PlanChanges => ({
  preview: (userId, wanted) => preview(deps, userId, wanted),
  change: async (userId, { plan_type, billing_cycle }) => ({
    row: await changePlan(deps, userId, { plan_type, billing_cycle }),
    paymentUrl: null,
  }),
})

async function preview(deps: BillingDeps, userId: string, wanted: PlanChoice): Promise<Preview> {
  const at = new Date(deps.now())
  const current = await findActive(deps.store, userId)
  if (current === undefined) throw new AppError('NOT_FOUND')
  const isNow = isUpgrade(current, wanted)
  if (isNow && !deps.lendsPlans) throw new AppError('PAYMENTS_NOT_OFFERED')
  return {
    amount_due_cents: isNow ? chargeFor(priceOf(wanted), creditOf(current, at)).due_cents : 0,
    currency: 'USD',
    proration_date: Math.floor(at.getTime() / 1000),
    effective_at: (isNow ? at : (current.ends_at ?? at)).toISOString(),
  }
}
