import { z } from 'zod'
import { sql } from '../stores/sql.ts'
import type { SqlReader } from '../stores/sql-store.ts'

const row = z.object({ user_id: z.string() })

/** Who was there since then, the latest first. */
export async function recentUsers(reader: SqlReader, since: Date, atMost: number): Promise<readonly string[]> {
  const rows = await reader.query(
    sql`
      SELECT user_id FROM devices WHERE last_seen_at > ${since} AND revoked_at IS NULL
      GROUP BY user_id ORDER BY max(last_seen_at) DESC LIMIT ${atMost}`,
    row,
  )
  return rows.map(({ user_id }) => user_id)
}
