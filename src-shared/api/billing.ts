import { z } from 'zod'

export const planType = z.enum(['free', 'pro', 'enterprise']).meta({ id: 'PlanType' })
export const resourceType = z.enum(['messages', 'api_calls', 'background_tasks']).meta({ id: 'ResourceType' })
export const billingCycle = z.enum(['monthly', 'yearly']).meta({ id: 'BillingCycle' })
export type BillingCycle = z.infer<typeof billingCycle>

/** -1 means unlimited. */
const limits = z.record(resourceType, z.int().min(-1))

export const planDetails = z
  .object({
    plan_type: planType,
    limits,
    price_cents: z.int(),
    yearly_price_cents: z.int(),
    currency: z.string(),
    features: z.array(z.string()),
  })
  .meta({ id: 'PlanDetails' })
export const planList = z.object({ plans: z.array(planDetails) })

export const subscription = z
  .object({
    id: z.uuid(),
    plan_type: planType,
    status: z.enum(['active', 'cancelled', 'expired']),
    billing_cycle: billingCycle,
    limits,
    started_at: z.iso.datetime(),
    ends_at: z.iso.datetime().nullable(),
    auto_renew: z.boolean(),
    amount_cents: z.int(),
    currency: z.string(),
    /** What the plan becomes at `ends_at`; null when it stays. */
    next_plan_type: planType.nullable(),
    credit_cents: z.int().describe('Paid and not used up; taken off what is due next.'),
    payment_due: z.boolean().describe('The last invoice is not paid; the portal is where to pay it.'),
  })
  .meta({ id: 'Subscription' })
export type Subscription = z.infer<typeof subscription>

export const previewBody = z.strictObject({ plan_type: planType, billing_cycle: billingCycle })
export const preview = z
  .object({
    amount_due_cents: z.int(),
    currency: z.string(),
    proration_date: z.int().describe('Unix seconds; send it with the change, and that amount is what is due.'),
    effective_at: z.iso.datetime(),
  })
  .meta({ id: 'SubscriptionPreview' })
export type Preview = z.infer<typeof preview>

export const changeSubscriptionBody = z.strictObject({
  ...previewBody.shape,
  proration_date: z.int().min(0).optional().describe('Of a preview that is not older than an hour.'),
})
export type ChangeSubscription = z.infer<typeof changeSubscriptionBody>
export const changedSubscription = z.object({
  subscription,
  payment_url: z.url().nullable().describe('Where to pay, while the change waits for a payment.'),
})

export const checkoutBody = z.strictObject({ plan_type: planType.exclude(['free']), billing_cycle: billingCycle })
/** A page of Stripe, for a browser. */
export const hostedPage = z.object({ url: z.url() })
export const eventTaken = z.object({ received: z.literal(true) })

export const quotaParams = z.strictObject({ resource_type: resourceType })
export const quota = z
  .object({
    has_quota: z.boolean(),
    current_usage: z.int(),
    max_allowed: z.int(),
    remaining: z.int().describe('-1 when unlimited.'),
    period_start: z.iso.datetime(),
    period_end: z.iso.datetime(),
  })
  .meta({ id: 'Quota' })
export type Quota = z.infer<typeof quota>

export const usageSummary = z.object({
  messages_this_month: z.int(),
  api_calls_this_month: z.int(),
  quota_remaining: z.int().describe('Messages; -1 when unlimited.'),
  period_start: z.iso.datetime(),
  period_end: z.iso.datetime(),
})

export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
})
export const historyItem = z
  .object({
    id: z.uuid(),
    subscription_id: z.uuid().nullable(),
    event_type: z.string(),
    amount_cents: z.int().nullable(),
    currency: z.string().nullable(),
    description: z.string().nullable(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'BillingHistoryItem' })
export const history = z.object({ total: z.int(), items: z.array(historyItem) })
