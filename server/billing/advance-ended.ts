import { z } from 'zod'
import { sql } from '../stores/sql.ts'
import type { BillingDeps } from './billing-deps.ts'
import { advance } from './change-plan.ts'

const userRow = z.object({ user_id: z.string() })

/** Plans whose time has ended, also of whoever does not look. Stripe's follow Stripe. Returns how many were looked at. */
export async function advanceEnded(deps: BillingDeps, signal: AbortSignal): Promise<number> {
  const ended = await deps.store.query(
    sql`
      SELECT user_id FROM subscriptions
      WHERE status = 'active' AND ends_at <= ${new Date(deps.now())} AND (${!deps.asksStripe} OR stripe_subscription_id IS NULL)
      ORDER BY ends_at LIMIT 1000`,
    userRow,
  )
  for (const { user_id } of ended) {
    signal.throwIfAborted()
    await advance(deps, user_id)
  }
  return ended.length
}
