import type { ChangeSubscription, Preview } from '../../src-shared/api/billing.ts'
import type { PlanChoice } from './proration.ts'
import type { SubscriptionRow } from './subscriptions.ts'

export interface ChangedPlan {
  readonly row: SubscriptionRow
  /** Where to pay, while the change waits for a payment. */
  readonly paymentUrl: string | null
}

/** Who decides about plans: this server, or Stripe where money is taken. */
export interface PlanChanges {
  /** Changes nothing. Errors: `NOT_FOUND`, `PAYMENTS_NOT_OFFERED`, `PAYMENT_UNAVAILABLE`. */
  preview(userId: string, wanted: PlanChoice): Promise<Preview>
  /** Errors: those of `preview`, `PAYMENT_REQUIRED`, `PAYMENT_DECLINED`, `VALIDATION_FAILED` for a proration date that is too old. */
  change(userId: string, wanted: ChangeSubscription): Promise<ChangedPlan>
}
