import { createHash } from 'node:crypto'
import { z } from 'zod'
import { sql } from '../stores/sql.ts'
import { findOne, type SqlReader, type SqlTx } from '../stores/sql-store.ts'

export type AuditAction =
  | 'account_created'
  | 'account_verified'
  | 'account_deleted'
  | 'account_disabled'
  | 'account_enabled'
  | 'signed_in'
  | 'signed_out'
  | 'refresh_reused'
  | 'device_revoked'
  | 'email_changed'
  | 'password_changed'
  | 'password_reset'
  | 'plan_changed'
  | 'plan_granted'
  | 'account_erased'
  | 'account_read'
  | 'account_sought'
  | 'export_requested'
  | 'dead_jobs_read'
  | 'admin_granted'
  | 'admin_withdrawn'
  | 'keys_rotated'
  | 'reconciliation_asked'
  | 'job_retried'
  | 'restored'

export interface AuditEvent {
  readonly action: AuditAction
  /** Who did it; null when it is not known who. */
  readonly actor_id: string | null
  /** Null for what concerns no one account. */
  readonly user_id: string | null
  readonly details?: Readonly<Record<string, string | number>>
}

const entry = z.object({
  seq: z.coerce.number(),
  at: z.date(),
  action: z.string(),
  actor_id: z.string().nullable(),
  user_id: z.string().nullable(),
  details: z.string(),
  prev_hash: z.string(),
  hash: z.string(),
})
type Entry = z.infer<typeof entry>

const auditLock = 4_871_002
const first = '0'.repeat(64)

/** One entry after the other: the lock ends with the transaction, so the order of the hashes is the order of the commits. */
export async function appendAudit(tx: SqlTx, { action, actor_id, user_id, details = {} }: AuditEvent, at: Date): Promise<void> {
  await tx.query(sql`SELECT pg_advisory_xact_lock(${auditLock})`, z.unknown())
  const last = await findOne(tx, sql`SELECT * FROM audit_log ORDER BY seq DESC LIMIT 1`, entry)
  const body = {
    ...{ seq: (last?.seq ?? 0) + 1, at, action, actor_id, user_id },
    ...{ details: JSON.stringify(details), prev_hash: last?.hash ?? first },
  }
  await tx.run(sql`
    INSERT INTO audit_log (seq, at, action, actor_id, user_id, details, prev_hash, hash)
    VALUES (${body.seq}, ${at}, ${action}, ${actor_id}, ${user_id}, ${body.details}, ${body.prev_hash}, ${hashOf(body)})`)
}

export interface ChainState {
  /** So many hold, from the first on. */
  readonly entries: number
  /** The hash of the last of them: kept elsewhere, it tells that the end was cut off. */
  readonly head: string
  /** The number of the first entry that is not what was written, or that does not follow the one before; null when all hold. */
  readonly tampered_at: number | null
}

/** One page is one statement, which may not take long however much was written in all these years. */
const pageRows = 1000

/** From the first entry to the last that there is when it comes there. */
export async function verifyChain(store: SqlReader, signal?: AbortSignal): Promise<ChainState> {
  let [entries, head] = [0, first]
  for (;;) {
    signal?.throwIfAborted()
    const page = await store.query(sql`SELECT * FROM audit_log WHERE seq > ${entries} ORDER BY seq LIMIT ${pageRows}`, entry)
    for (const each of page) {
      const holds = each.seq === entries + 1 && each.prev_hash === head && each.hash === hashOf(each)
      if (!holds) return { entries, head, tampered_at: each.seq }
      entries = each.seq
      head = each.hash
    }
    if (page.length < pageRows) return { entries, head, tampered_at: null }
  }
}

const hashOf = ({ seq, at, action, actor_id, user_id, details, prev_hash }: Omit<Entry, 'hash'>): string =>
  createHash('sha256')
    .update(JSON.stringify([seq, at.toISOString(), action, actor_id, user_id, details, prev_hash]))
    .digest('hex')
