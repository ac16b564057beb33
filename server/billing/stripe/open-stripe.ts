import type { Registry } from '@prometheus-io/client'
import type { Schedule } from '../../jobs/job-kind.ts'
import type { Log } from '../../log.ts'
import type { PlanChanges } from '../plan-changes.ts'
import { resolveIntents } from './call-stripe.ts'
import { openCheckout, openPortal } from './checkout.ts'
import { closeCustomers } from './close-customers.ts'
import { connectStripe, type StripeAccess } from './connect-stripe.ts'
import { createEventWorker } from './event-worker.ts'
import type { Payments } from './payment-routes.ts'
import { planChangesAtStripe } from './plan-changes-at-stripe.ts'
import { createPrices } from './prices.ts'
import { receiveEvent } from './receive-event.ts'
import { reconcile } from './reconcile.ts'
import type { StripeDeps } from './stripe-deps.ts'
import { createStripeMetrics } from './stripe-metrics.ts'
import { sweepEvents } from './sweep-events.ts'

export interface StripeSettings extends StripeAccess {
  /** One, or two while one replaces the other. */
  readonly webhookSecrets: readonly string[]
}

export interface OpenStripeDeps extends Omit<StripeDeps, 'stripe' | 'prices' | 'metrics'> {
  readonly log: Log
  readonly registry: Registry
}

export interface StripeBilling {
  readonly payments: Payments
  readonly changes: PlanChanges
  readonly schedules: readonly Schedule[]
  /** Takes up the events that wait. */
  wake(): void
  stop(): Promise<void>
}

const minute = 60_000
const hour = 60 * minute

export function openStripe(given: OpenStripeDeps, { webhookSecrets, ...access }: StripeSettings): StripeBilling {
  const stripe = connectStripe(access)
  const { log, now } = given
  const deps: StripeDeps = {
    ...given,
    ...{ stripe, prices: createPrices({ stripe, log, now }), metrics: createStripeMetrics(given.registry) },
  }
  const worker = createEventWorker(deps)
  return {
    payments: {
      checkout: (userId, wanted) => openCheckout(deps, userId, wanted),
      portal: (userId, returning) => openPortal(deps, userId, returning),
      async receive(signed) {
        await receiveEvent(deps, signed, webhookSecrets)
        worker.wake()
      },
    },
    changes: planChangesAtStripe(deps),
    schedules: schedulesOf(deps),
    wake: () => worker.wake(),
    stop: () => worker.stop(),
  }
}

const schedulesOf = (deps: StripeDeps): readonly Schedule[] => [
  { name: 'stripe_deleted_accounts', everyMs: 5 * minute, run: (signal) => closeCustomers(deps, signal) },
  { name: 'stripe_undelivered_events', everyMs: hour, run: (signal) => sweepEvents(deps, signal) },
  { name: 'stripe_unanswered_calls', everyMs: hour, run: (signal) => resolveIntents(deps, signal) },
  { name: 'stripe_reconciliation', everyMs: 24 * hour, run: (signal) => reconcile(deps, signal) },
]
