import { Counter, type Registry } from '@prometheus-io/client'

export type StripeMetrics = ReturnType<typeof createStripeMetrics>

/** Kinds and outcomes are few and known; no user, no customer and no id is a label. */
export function createStripeMetrics(registry: Registry) {
  const registers = [registry]
  const events = new Counter({
    ...{ name: 'stripe_events_total', help: 'Events of Stripe by what became of them', registers },
    labelNames: ['outcome'],
  })
  const differences = new Counter({
    ...{ name: 'stripe_differences_total', help: 'What a reconciliation with Stripe had to mend', registers },
    labelNames: ['kind'],
  })
  const calls = new Counter({
    ...{ name: 'stripe_calls_total', help: 'Calls that change something at Stripe', registers },
    labelNames: ['kind', 'outcome'],
  })
  const failures = new Counter({
    ...{ name: 'stripe_failures_total', help: 'Customers and calls that work of every day could not deal with', registers },
    labelNames: ['what'],
  })
  const takenBack = new Counter({
    ...{ name: 'stripe_payments_taken_back_total', help: 'Refunds and what became of disputes, by event', registers },
    labelNames: ['type'],
  })
  return { events, differences, calls, failures, takenBack }
}
