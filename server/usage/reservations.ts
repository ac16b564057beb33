import { z } from 'zod'
import { resourceType } from '../../src-shared/api/billing.ts'
import type { Reservation, reserveBody } from '../../src-shared/api/usage.ts'
import { newId } from '../../src-shared/ids.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { lockUser } from '../stores/lock-user.ts'
import { sql } from '../stores/sql.ts'
import { findOne, type SqlTx } from '../stores/sql-store.ts'
import { addToLedger } from './ledger.ts'
import type { QuotaKey } from './quota-key.ts'
import { countUse, findQuota, type Hold, openQuota, releaseExpired, takeFromQuota } from './quotas.ts'
import { forgetQuota, keyAt } from './read-usage.ts'
import type { UsageDeps } from './usage-deps.ts'

/** Longer than any answer takes; what is not committed by then returns. */
const heldMs = 15 * 60_000

/** Holds units for work that is about to begin. Errors: `QUOTA_EXCEEDED` {current_usage, limit, upgrade_url}. */
export async function reserve(deps: UsageDeps, userId: string, wanted: z.infer<typeof reserveBody>): Promise<Reservation> {
  const { resource_type, quantity } = wanted
  const at = deps.now()
  const key = keyAt(deps, { userId, resource: resource_type, at })
  const hold = { id: newId(at), quantity, expiresAt: new Date(at + heldMs), isLimited: deps.isLimited }
  if (!(await take(deps, key, hold))) return refuse(deps, key)
  await forgetQuota(deps, userId, resource_type)
  return { reservation_id: hold.id, resource_type, quantity, expires_at: hold.expiresAt.toISOString() }
}

/** The usual case is one statement; the others look for what may have been missed and try once more. */
async function take(deps: UsageDeps, key: QuotaKey, hold: Hold): Promise<boolean> {
  if (await takeFromQuota(deps.store, key, hold)) return true
  if ((await findQuota(deps.store, key)) === undefined) {
    await deps.beforePeriod(key.userId)
    await openQuota(deps.store, key)
  } else if ((await releaseExpired(deps.store, key, new Date(deps.now()))) === 0) return false
  return takeFromQuota(deps.store, key, hold)
}

async function refuse({ store }: UsageDeps, key: QuotaKey): Promise<never> {
  const row = await findQuota(store, key)
  const current_usage = (row?.used ?? 0) + (row?.reserved ?? 0)
  throw new AppError('QUOTA_EXCEEDED', { current_usage, limit: row?.max_allowed ?? 0, upgrade_url: '/billing/plans' })
}

/** False once it was committed or released, or its time is over. */
export async function isHeld({ store, now }: UsageDeps, id: string, userId: string): Promise<boolean> {
  const held = sql`
    SELECT id FROM quota_reservations
    WHERE id = ${id} AND user_id = ${userId} AND state = 'held' AND expires_at > ${new Date(now())}`
  return (await findOne(store, held, idRow)) !== undefined
}

const idRow = z.object({ id: z.string() })
const heldRow = z.object({
  id: z.string(),
  resource_type: resourceType,
  period_start: z.date(),
  period_end: z.date(),
  quantity: z.int(),
  state: z.enum(['held', 'committed', 'released']),
})
type HeldRow = z.infer<typeof heldRow>

const findHeld = (tx: SqlTx, userId: string, id: string): Promise<HeldRow | undefined> =>
  findOne(
    tx,
    sql`
      SELECT r.id, r.resource_type, r.period_start, q.period_end, r.quantity, r.state
      FROM quota_reservations r JOIN quotas q USING (user_id, resource_type, period_start)
      WHERE r.id = ${id} AND r.user_id = ${userId} FOR UPDATE OF r`,
    heldRow,
  )

export interface CommittedUse {
  readonly userId: string
  readonly plan: string
  readonly quantity: number
}

/** Twice is once. What was done after the time was over is counted all the same. Errors: `NOT_FOUND`, `MORE_THAN_HELD`. */
export async function commitReservation(deps: UsageDeps, id: string, { userId, plan, quantity }: CommittedUse): Promise<void> {
  const at = new Date(deps.now())
  const used = await deps.store.transact(async (tx) => {
    await lockUser(tx, userId)
    const row = await findHeld(tx, userId, id)
    if (row === undefined) throw new AppError('NOT_FOUND')
    if (quantity > row.quantity) throw new AppError('MORE_THAN_HELD', { held: row.quantity })
    if (row.state === 'committed') return undefined
    await settle(tx, { ...row, userId }, { state: 'committed', used: quantity })
    const entry = { usage_id: id, resource_type: row.resource_type, quantity, occurred_at: at }
    if (quantity > 0) await addToLedger(tx, entry, { ...keyOf(row, userId), at })
    await deps.onCounted(tx, keyOf(row, userId))
    return row.resource_type
  })
  if (used === undefined) return
  deps.onUsed(used, quantity, plan)
  await forgetQuota(deps, userId, used)
}

/** Nothing came of it. Twice is once. Errors: `NOT_FOUND`. */
export async function releaseReservation(deps: UsageDeps, id: string, userId: string): Promise<void> {
  const released = await deps.store.transact(async (tx) => {
    await lockUser(tx, userId)
    const row = await findHeld(tx, userId, id)
    if (row === undefined) throw new AppError('NOT_FOUND')
    if (row.state !== 'held') return undefined
    await settle(tx, { ...row, userId }, { state: 'released', used: 0 })
    return row.resource_type
  })
  if (released !== undefined) await forgetQuota(deps, userId, released)
}

interface Settled {
  readonly state: 'committed' | 'released'
  readonly used: number
}

async function settle(tx: SqlTx, row: HeldRow & { readonly userId: string }, { state, used }: Settled): Promise<void> {
  await tx.run(sql`UPDATE quota_reservations SET state = ${state} WHERE id = ${row.id}`)
  await countUse(tx, keyOf(row, row.userId), { used, held: row.state === 'held' ? row.quantity : 0 })
}

const keyOf = ({ resource_type, period_start, period_end }: HeldRow, userId: string): QuotaKey => ({
  ...{ userId, resource: resource_type, start: period_start, end: period_end },
})
