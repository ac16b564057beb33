import { AppError } from '../../src-shared/rpc/errors.ts'
import { lockUserIfThere } from '../stores/lock-user.ts'
import { sql } from '../stores/sql.ts'
import type { SqlTx } from '../stores/sql-store.ts'
import type { BillingDeps } from './billing-deps.ts'
import { appendHistory } from './billing-history.ts'
import type { PlanChoice } from './proration.ts'
import { endSubscription, findActive, startSubscription } from './subscriptions.ts'

export interface Grant extends PlanChoice {
  readonly userId: string
  /** The administrator; null for the command line. */
  readonly actorId: string | null
}

/** A plan for nothing, for one period; what follows it costs what it costs. Errors: `NOT_FOUND`, `PLAN_IS_PAID`. */
export async function grantPlan(deps: BillingDeps, grant: Grant): Promise<void> {
  await deps.store.transact((tx) => grantIn(deps, tx, grant))
  await deps.onPlanChanged(grant.userId)
}

async function grantIn(deps: BillingDeps, tx: SqlTx, { userId, actorId, plan_type, billing_cycle }: Grant): Promise<void> {
  const at = new Date(deps.now())
  const current = (await lockUserIfThere(tx, userId)) ? await findActive(tx, userId) : undefined
  if (current === undefined) throw new AppError('NOT_FOUND')
  if (current.stripe_subscription_id !== null) throw new AppError('PLAN_IS_PAID')
  await endSubscription(tx, current, { status: 'cancelled', at })
  const { id } = await startSubscription(tx, { userId, plan_type, billing_cycle, at, creditCents: current.credit_cents })
  // It is worth no credit when it is changed before its end.
  await tx.run(sql`UPDATE subscriptions SET amount_cents = 0 WHERE id = ${id}`)
  await deps.limitUsage(tx, userId, plan_type)
  await appendHistory(tx, {
    ...{ userId, subscriptionId: id, eventType: 'subscription_granted', amountCents: 0, at },
    description: `${plan_type}, ${billing_cycle}, granted`,
  })
  const details = { old_plan: current.plan_type, new_plan: plan_type }
  await deps.audit(tx, { action: 'plan_granted', actor_id: actorId, user_id: userId, details }, at)
}
