import type { Registry } from '@prometheus-io/client'
import type { Sessions } from './accounts/sessions.ts'
import { sweepSignIns } from './accounts/sweep-sign-ins.ts'
import { advanceEnded } from './billing/advance-ended.ts'
import type { BillingDeps } from './billing/billing-deps.ts'
import { remind } from './billing/remind.ts'
import type { StripeBilling } from './billing/stripe/open-stripe.ts'
import type { JobKind, Schedule } from './jobs/job-kind.ts'
import { countJobs } from './jobs/job-metrics.ts'
import { type Jobs, openJobs } from './jobs/open-jobs.ts'
import type { Log } from './log.ts'
import type { Mail } from './mail/mail.ts'
import type { AnalyticsStore } from './stores/analytics-store.ts'
import { meterTasks } from './usage/meter-tasks.ts'
import { rollUpUsage } from './usage/roll-up-usage.ts'
import { tellAnalytics } from './usage/tell-analytics.ts'
import { reconcileUsage, sweepReservations } from './usage/tend-usage.ts'
import type { UsageDeps } from './usage/usage-deps.ts'

export interface BackgroundDeps {
  readonly log: Log
  readonly registry: Registry
  readonly usage: UsageDeps
  readonly analytics: AnalyticsStore
  readonly billing: BillingDeps
  readonly sessions: Sessions
  readonly stripe: StripeBilling | undefined
  readonly kinds: readonly JobKind[]
  /** Beside those of the features that are known here. */
  readonly schedules: readonly Schedule[]
  readonly deliver: Mail['deliver']
}

const minute = 60_000
const hour = 60 * minute

/** Everything that is done without a request, in one of the processes. */
export function openBackground(deps: BackgroundDeps): Jobs {
  const { log, registry, usage, sessions, stripe, kinds } = deps
  return openJobs({
    ...{ store: usage.store, now: usage.now, log, kinds, onEnded: countJobs(registry), onTick: () => stripe?.wake() },
    metering: meterTasks(usage, async (userId) => (await sessions.find(userId))?.subscription_plan),
    schedules: [...schedulesOf(deps), ...deps.schedules, ...(stripe?.schedules ?? [])],
  })
}

function schedulesOf({ log, usage, analytics, billing, deliver }: BackgroundDeps): readonly Schedule[] {
  const { store, now } = usage
  const at = () => new Date(now())
  return [
    {
      ...{ name: 'hourly_rollup', everyMs: minute },
      async run(signal) {
        await rollUpUsage(store, at(), signal)
        await tellAnalytics({ store, analytics }, at(), signal)
      },
    },
    { name: 'expired_reservations', everyMs: 5 * minute, run: () => sweepReservations(store, at()) },
    { name: 'ended_plans', everyMs: hour, run: (signal) => advanceEnded(billing, signal) },
    { name: 'renewal_reminders', everyMs: 24 * hour, run: (signal) => remind({ billing, deliver }, signal) },
    { name: 'ended_sign_ins', everyMs: hour, run: () => sweepSignIns(store, at()) },
    {
      ...{ name: 'usage_reconciliation', everyMs: 24 * hour },
      async run() {
        const differences = await reconcileUsage(store, at())
        if (differences.hours + differences.quotas > 0) log.error(differences, 'usage was not what the ledger says')
        return differences
      },
    },
  ]
}
