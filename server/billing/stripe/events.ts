import { z } from 'zod'
import { newId } from '../../../src-shared/ids.ts'
import { sql } from '../../stores/sql.ts'
import { findOne, type SqlRunner, type SqlStore } from '../../stores/sql-store.ts'

export interface ToldEvent {
  readonly id: string
  readonly type: string
  readonly objectId: string | null
  /** Null: nothing here depends on it. */
  readonly customerId: string | null
  readonly createdAt: Date
}

/** False when it was told before. The row is the queue: once it is committed the work will be done, by whichever process. */
export async function recordEvent(store: SqlStore, event: ToldEvent, at: Date): Promise<boolean> {
  const { id, type, objectId, customerId, createdAt } = event
  const state = customerId === null ? 'ignored' : 'waiting'
  const added = await store.run(sql`
    INSERT INTO stripe_events (id, type, object_id, customer_id, created_at, received_at, state, due_at)
    VALUES (${id}, ${type}, ${objectId}, ${customerId}, ${createdAt}, ${at}, ${state}, ${at})
    ON CONFLICT (id) DO NOTHING`)
  return added === 1
}

/** All that waits of one customer, taken by one worker. */
export interface ClaimedEvents {
  readonly claim: string
  readonly customerId: string
}

/** Longer than looking at a customer takes; then whoever claimed it is taken for dead. */
const claimMs = 60_000

const dueRow = z.object({ customer_id: z.string() })

/** Undefined when nothing is due. Two workers never have the same customer: the lock decides who claims, the claim who works. */
export async function claimEvents(store: SqlStore, at: Date): Promise<ClaimedEvents | undefined> {
  const due = await findOne(store, dueCustomer(at), dueRow)
  if (due === undefined) return undefined
  const customerId = due.customer_id
  return store.transact(async (tx) => {
    await tx.query(sql`SELECT pg_advisory_xact_lock(hashtextextended(${customerId}, 4871003))`, z.unknown())
    const claim = newId(at.getTime())
    const claimed = await tx.run(sql`
      UPDATE stripe_events SET claim = ${claim}, claimed_until = ${new Date(at.getTime() + claimMs)}
      WHERE customer_id = ${customerId} AND state = 'waiting' AND NOT EXISTS (${claimedBySomebody(customerId, at)})`)
    // Somebody else was quicker; there may be more to do.
    return claimed === 0 ? { claim: '', customerId } : { claim, customerId }
  })
}

const dueCustomer = (at: Date) => sql`
  SELECT customer_id FROM stripe_events AS due
  WHERE state = 'waiting' AND due_at <= ${at} AND NOT EXISTS (
    SELECT 1 FROM stripe_events WHERE customer_id = due.customer_id AND state = 'waiting' AND claimed_until > ${at})
  ORDER BY due_at LIMIT 1`

const claimedBySomebody = (customerId: string, at: Date) => sql`
  SELECT 1 FROM stripe_events WHERE customer_id = ${customerId} AND state = 'waiting' AND claimed_until > ${at}`

export const settleEvents = (
  runner: SqlRunner,
  { claim }: ClaimedEvents,
  { state, at }: { readonly state: 'done' | 'ignored'; readonly at: Date },
): Promise<number> =>
  runner.run(sql`
    UPDATE stripe_events SET state = ${state}, processed_at = ${at}, claim = NULL, claimed_until = NULL WHERE claim = ${claim}`)

/** Tried again at once, or ever later: five seconds, ten, twenty, at most an hour. */
export const returnEvents = (runner: SqlRunner, { claim }: ClaimedEvents, { failed, at }: { failed: boolean; at: Date }) =>
  runner.run(sql`
    UPDATE stripe_events SET claim = NULL, claimed_until = NULL, attempts = attempts + ${failed ? 1 : 0},
      due_at = ${at}::timestamptz + ${failed ? 1 : 0} * least(interval '1 hour', interval '5 seconds' * power(2, least(attempts, 12)))
    WHERE claim = ${claim}`)

const waitingRow = z.object({ count: z.int() })

export const countWaiting = async (runner: SqlRunner): Promise<number> =>
  (await findOne(runner, sql`SELECT count(*)::int AS count FROM stripe_events WHERE state = 'waiting'`, waitingRow))?.count ?? 0
