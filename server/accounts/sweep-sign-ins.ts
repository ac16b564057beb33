import { sql } from '../stores/sql.ts'
import type { SqlStore } from '../stores/sql-store.ts'

const hourMs = 3_600_000

/** Tokens that open nothing any more, the sign-ins that they were, and the devices of those. A revoked sign-in is kept while an access token of it may run. */
export async function sweepSignIns(store: SqlStore, at: Date): Promise<void> {
  await store.run(sql`DELETE FROM mailed_tokens WHERE expires_at <= ${at}`)
  await store.run(sql`
    DELETE FROM token_families f
    WHERE COALESCE(f.revoked_at, f.created_at) <= ${new Date(at.getTime() - hourMs)} AND NOT EXISTS (
      SELECT 1 FROM refresh_tokens t WHERE t.family_id = f.id AND f.revoked_at IS NULL AND t.expires_at > ${at})`)
  // Of a sign-in that goes on: one that is over and comes again is refused as one that nobody knows.
  await store.run(sql`
    DELETE FROM refresh_tokens WHERE token_hash IN (
      SELECT token_hash FROM refresh_tokens WHERE expires_at <= ${at} LIMIT 10000)`)
  await store.run(sql`
    DELETE FROM devices d
    WHERE d.revoked_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM token_families f WHERE f.device_id = d.id)`)
}
