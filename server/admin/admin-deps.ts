import type { Sessions } from '../accounts/sessions.ts'
import type { AuditEvent } from '../audit/audit-log.ts'
import type { Grant } from '../billing/grant-plan.ts'
import type { Jobs } from '../jobs/open-jobs.ts'
import type { SqlStore, SqlTx } from '../stores/sql-store.ts'

export interface AdminDeps {
  readonly store: SqlStore
  readonly now: () => number
  readonly sessions: Sessions
  readonly jobs: Jobs
  readonly audit: (tx: SqlTx, event: AuditEvent, at: Date) => Promise<void>
  readonly grantPlan: (grant: Grant) => Promise<void>
  /** False where the configured secret itself signs: a new key would end nothing. */
  readonly hasOwnKeys: boolean
  readonly rotateKeys: (tx: SqlTx, rotation: { readonly at: Date; readonly isAtOnce: boolean }) => Promise<string>
  /** What else a new account gets in the same transaction: its plan. */
  readonly onRegistered: (tx: SqlTx, userId: string, at: Date) => Promise<void>
  /** What else has to go with an account, promised in the same transaction. */
  readonly onDeleted: (tx: SqlTx, userId: string, at: Date) => Promise<void>
  /** After the commit: what caches say of this user. */
  readonly forget: (userId: string) => Promise<void>
}

/** The administrator; null for whoever has the command line of the server. */
export type Actor = string | null
