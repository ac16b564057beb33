import type { Registry } from '@prometheus-io/client'
import { findUser } from './accounts/users.ts'
import type { BillingDeps } from './billing/billing-deps.ts'
import { type OpenStripeDeps, openStripe, type StripeBilling } from './billing/stripe/open-stripe.ts'
import type { Config } from './config.ts'
import type { Log } from './log.ts'
import { countWrongLimits } from './usage/wrong-limits.ts'

export interface PaymentParts {
  readonly config: Config
  readonly log: Log
  readonly registry: Registry
}

/** Undefined where nobody takes money. */
export function openPayments({ config, log, registry }: PaymentParts, billing: BillingDeps): StripeBilling | undefined {
  const { STRIPE_API_KEY: apiKey, STRIPE_WEBHOOK_SECRET = '', HEARTH_STRIPE_URL: url } = config
  if (apiKey === undefined) return undefined
  const { store, now } = billing
  const deps: OpenStripeDeps = {
    ...{ ...billing, log, registry },
    emailOf: async (userId) => (await findUser(store, userId))?.email,
    countWrongLimits: (tx, userId, plan) => countWrongLimits(tx, userId, { plan, now: new Date(now()) }),
  }
  return openStripe(deps, { apiKey, url, webhookSecrets: STRIPE_WEBHOOK_SECRET.split(',').map((each) => each.trim()) })
}
