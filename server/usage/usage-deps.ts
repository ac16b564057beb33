import type { Period } from '../../src-shared/billing/period.ts'
import type { CachedReads } from '../stores/cached-reads.ts'
import type { SqlStore, SqlTx } from '../stores/sql-store.ts'
import type { QuotaKey, ResourceType } from './quota-key.ts'
import type { UploadGroups } from './upload.ts'

export interface UsageDeps {
  readonly store: SqlStore
  readonly reads: CachedReads
  readonly now: () => number
  /** False: everything is counted and nothing is refused. */
  readonly isLimited: boolean
  readonly periodAt: (at: number) => Period
  /** Before the first use of a period: a plan that has ended must not lend it its limits. */
  readonly beforePeriod: (userId: string) => Promise<void>
  readonly together: UploadGroups
  /** In the transaction that counted it: tells what was reached. Returns the highest threshold, 0 for none. */
  readonly onCounted: (tx: SqlTx, key: QuotaKey) => Promise<number>
  readonly onUsed: (resource: ResourceType, quantity: number, plan: string) => void
}
