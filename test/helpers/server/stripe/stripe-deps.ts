import { appendAudit } from '../../../../server/audit/audit-log.ts'
import { connectStripe } from '../../../../server/billing/stripe/connect-stripe.ts'
import { createPrices } from '../../../../server/billing/stripe/prices.ts'
import type { StripeDeps } from '../../../../server/billing/stripe/stripe-deps.ts'
import { createStripeMetrics } from '../../../../server/billing/stripe/stripe-metrics.ts'
import { createMetrics } from '../../../../server/http/metrics.ts'
import type { Log } from '../../../../server/log.ts'
import { createCachedReads } from '../../../../server/stores/cached-reads.ts'
import { createMemoryCache } from '../../../../server/stores/memory-cache.ts'
import type { SqlStore } from '../../../../server/stores/sql-store.ts'
import { limitQuotas } from '../../../../server/usage/quotas.ts'
import { countWrongLimits } from '../../../../server/usage/wrong-limits.ts'
import { silentLog } from '../silent-log.ts'
import type { FakeStripe } from './start-stripe.ts'

export interface StripeDepsOptions {
  readonly store: SqlStore
  readonly stripe: Pick<FakeStripe, 'url'>
  readonly now: () => number
  readonly log?: Log
}

/** What one process has to work with, without its routes and its timers. */
export function stripeDeps({ store, stripe: { url }, now, log = silentLog }: StripeDepsOptions): StripeDeps {
  const stripe = connectStripe({ apiKey: 'sk_test_fake', url })
  return {
    ...{ store, now, log, stripe, prices: createPrices({ stripe, log, now }), audit: appendAudit },
    reads: createCachedReads({ cache: createMemoryCache(now), maxTtlSeconds: 0, onRead: () => {} }),
    ...{ lendsPlans: false, asksStripe: true, isLimited: true, metrics: createStripeMetrics(createMetrics().registry) },
    limitUsage: (tx, userId, plan) => limitQuotas(tx, userId, { plan, now: new Date(now()) }),
    countWrongLimits: (tx, userId, plan) => countWrongLimits(tx, userId, { plan, now: new Date(now()) }),
    onPlanChanged: async () => {},
    emailOf: async () => 'somebody@example.org',
  }
}
