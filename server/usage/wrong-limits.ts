import { z } from 'zod'
import { type PlanId, plans } from '../../src-shared/billing/plans.ts'
import { sql } from '../stores/sql.ts'
import { readOne, type SqlRunner } from '../stores/sql-store.ts'

const countRow = z.object({ count: z.int() })

export interface OfPlan {
  readonly plan: PlanId
  readonly now: Date
}

/** How many rows, of the period that runs and of later ones, have other limits than the plan. */
export async function countWrongLimits(runner: SqlRunner, userId: string, { plan, now }: OfPlan): Promise<number> {
  const limits = JSON.stringify(plans[plan].limits)
  const { count } = await readOne(
    runner,
    sql`
      SELECT count(*)::int AS count FROM quotas
      WHERE user_id = ${userId} AND period_end > ${now} AND max_allowed <> (${limits}::jsonb ->> resource_type)::int`,
    countRow,
  )
  return count
}
