import type { PlanId } from '../../src-shared/billing/plans.ts'
import type { AuditEvent } from '../audit/audit-log.ts'
import type { CachedReads } from '../stores/cached-reads.ts'
import type { SqlStore, SqlTx } from '../stores/sql-store.ts'

export interface BillingDeps {
  readonly store: SqlStore
  readonly reads: CachedReads
  readonly now: () => number
  /** Whether plans with a price begin and go on without payment, because the operator says so. */
  readonly lendsPlans: boolean
  /** Whether Stripe can be asked what follows a subscription of its own. */
  readonly asksStripe: boolean
  /** False: no plan limits anything. */
  readonly isLimited: boolean
  readonly audit: (tx: SqlTx, event: AuditEvent, at: Date) => Promise<void>
  /** The limits of what is being counted, in the same transaction. */
  readonly limitUsage: (tx: SqlTx, userId: string, plan: PlanId) => Promise<void>
  /** After the commit: what is known elsewhere about the plan of this user. */
  readonly onPlanChanged: (userId: string) => Promise<void>
}
