import type Stripe from 'stripe'
import type { PlanId } from '../../../src-shared/billing/plans.ts'
import type { Log } from '../../log.ts'
import type { SqlTx } from '../../stores/sql-store.ts'
import type { BillingDeps } from '../billing-deps.ts'
import type { Prices } from './prices.ts'
import type { StripeMetrics } from './stripe-metrics.ts'

export interface StripeDeps extends BillingDeps {
  readonly stripe: Stripe
  readonly prices: Prices
  readonly log: Log
  readonly metrics: StripeMetrics
  /** The address that receipts go to. */
  readonly emailOf: (userId: string) => Promise<string | undefined>
  /** How many limits of usage are not those of this plan. */
  readonly countWrongLimits: (tx: SqlTx, userId: string, plan: PlanId) => Promise<number>
}
