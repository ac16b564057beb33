import { Counter, type Registry } from '@prometheus-io/client'
import type { Schedule } from '../jobs/job-kind.ts'
import type { Log } from '../log.ts'
import type { SqlReader } from '../stores/sql-store.ts'
import { verifyChain } from './audit-log.ts'

export interface CheckAuditDeps {
  readonly store: SqlReader
  readonly log: Log
  readonly registry: Registry
}

/** Once a day. The log keeps how long the chain is and its head outside of the database, so that an end that was cut off shows too. */
export function checkAuditLog({ store, log, registry }: CheckAuditDeps): Schedule {
  const broken = new Counter({
    ...{ name: 'audit_log_broken_total', help: 'Checks that found an entry of the audit log not as it was written' },
    registers: [registry],
  })
  return {
    ...{ name: 'audit_log_check', everyMs: 24 * 3_600_000 },
    async run(signal) {
      const state = await verifyChain(store, signal)
      if (state.tampered_at === null) return log.info(state, 'the audit log holds')
      broken.inc()
      log.error(state, 'the audit log is not what was written')
    },
  }
}
