import { z } from 'zod'
import { type AnalyticsStore, analyticsEnd, analyticsStart } from '../stores/analytics-store.ts'
import { sql } from '../stores/sql.ts'
import type { SqlStore } from '../stores/sql-store.ts'

export interface TellingDeps {
  readonly store: SqlStore
  readonly analytics: Pick<AnalyticsStore, 'count'>
}

const grownHour = z.object({
  id: z.string(),
  user_id: z.string(),
  resource_type: z.string(),
  hour_start: z.date(),
  quantity: z.int(),
  told: z.int(),
})
const atOnce = 500

/**
 * By how much each hour grew since it was told last. Nothing is lost while the analytics are away; what was counted and could not be written down as told is counted
 * again. Returns how many hours were told. Errors: `STORE_UNAVAILABLE`; the rest is told the next time.
 */
export async function tellAnalytics({ store, analytics }: TellingDeps, now: Date, signal?: AbortSignal): Promise<number> {
  let told = 0
  for (;;) {
    const grown = await store.query(
      sql`
        SELECT id, user_id, resource_type, hour_start, quantity, told_quantity AS told FROM usage_records
        WHERE told_quantity < quantity AND hour_start >= ${analyticsStart} AND hour_start < ${analyticsEnd(now)} LIMIT ${atOnce}`,
      grownHour,
    )
    for (const each of grown) {
      if (signal?.aborted === true) return told
      await tellHour({ store, analytics }, each)
      told++
    }
    if (grown.length < atOnce) return told
  }
}

async function tellHour({ store, analytics }: TellingDeps, grown: z.infer<typeof grownHour>): Promise<void> {
  const { id, user_id, resource_type, hour_start, quantity, told } = grown
  await analytics.count({ user_id, resource_type, at: hour_start, quantity: quantity - told })
  await store.run(sql`UPDATE usage_records SET told_quantity = ${quantity} WHERE id = ${id}`)
}
