import type { AuditEvent } from '../audit/audit-log.ts'
import type { Jobs } from '../jobs/open-jobs.ts'
import type { SqlStore, SqlTx } from '../stores/sql-store.ts'
import { exportKind } from './export-account.ts'

/** What was collected so shortly before is told again; a new one takes the place of the last. */
const freshMs = 5 * 60_000

export interface ExportRequestDeps {
  readonly store: SqlStore
  readonly now: () => number
  readonly jobs: Pick<Jobs, 'submit'>
  readonly audit: (tx: SqlTx, event: AuditEvent, at: Date) => Promise<void>
}

/** Written down first: nothing is collected that the audit log does not tell. Returns the task; the second of two at once is the first. */
export async function requestExport({ store, now, jobs, audit }: ExportRequestDeps, userId: string): Promise<string> {
  const at = new Date(now())
  await store.transact((tx) => audit(tx, { action: 'export_requested', actor_id: userId, user_id: userId }, at))
  return jobs.submit({
    ...{ kind: exportKind, userId, payload: { user_id: userId }, priority: 'normal' },
    ...{ onceKey: `${exportKind}:${userId}`, isRefusable: false, freshMs },
  })
}
