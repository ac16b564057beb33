import type Stripe from 'stripe'
import { z } from 'zod'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { sql } from '../../stores/sql.ts'
import { findOne, type SqlRunner, type SqlTx } from '../../stores/sql-store.ts'
import { callStripe } from './call-stripe.ts'
import type { StripeDeps } from './stripe-deps.ts'
import { isMissing } from './stripe-faults.ts'

const customerRow = z.object({ customer_id: z.string(), user_id: z.string().nullable() })
const lookRow = z.object({ looks: z.int() })

const findCustomer = (runner: SqlRunner, userId: string) =>
  findOne(runner, sql`SELECT customer_id, user_id FROM stripe_customers WHERE user_id = ${userId}`, customerRow)

export const customerIdOf = async (runner: SqlRunner, userId: string): Promise<string | undefined> =>
  (await findCustomer(runner, userId))?.customer_id

export const listCustomers = (runner: SqlRunner): Promise<{ customer_id: string; user_id: string | null }[]> =>
  runner.query(sql`SELECT customer_id, user_id FROM stripe_customers ORDER BY customer_id`, customerRow)

/** False when the user has another customer already, or is gone. */
const linkCustomer = async (runner: SqlRunner, customerId: string, { userId, at }: { userId: string; at: Date }) =>
  (await runner.run(sql`
    INSERT INTO stripe_customers (customer_id, user_id, created_at)
    SELECT ${customerId}, id, ${at} FROM users WHERE id = ${userId} ON CONFLICT DO NOTHING`)) === 1

/** Nothing can be sold to one that was deleted at Stripe: the next payment makes another. */
export const unlinkCustomer = (tx: SqlTx, customerId: string): Promise<number> =>
  tx.run(sql`DELETE FROM stripe_customers WHERE customer_id = ${customerId}`)

/** Made at the first payment, never before. */
export async function ensureCustomer(deps: StripeDeps, userId: string): Promise<string> {
  const known = await customerIdOf(deps.store, userId)
  if (known !== undefined) return known
  const email = await deps.emailOf(userId)
  const { id } = await callStripe<Pick<Stripe.Customer, 'id'>>(deps, {
    ...{ userId, kind: 'create_customer', params: {} },
    send: (options, intent_id) =>
      deps.stripe.customers.create(
        { ...(email === undefined ? {} : { email }), metadata: { user_id: userId, intent_id } },
        options,
      ),
    again: async (customerId) => ({ id: customerId }),
  })
  await linkCustomer(deps.store, id, { userId, at: new Date(deps.now()) })
  const linked = await customerIdOf(deps.store, userId)
  if (linked === undefined) throw new AppError('NOT_FOUND')
  return linked
}

const userIdOf = z.object({ user_id: z.uuid() })

/** Whose it is; one that Stripe has and we lost is found by what we wrote into it. Undefined: not one of ours. */
export async function ownerOf(deps: StripeDeps, customerId: string): Promise<string | undefined> {
  const known = await findOne(
    deps.store,
    sql`SELECT customer_id, user_id FROM stripe_customers WHERE customer_id = ${customerId}`,
    customerRow,
  )
  if (known !== undefined) return known.user_id ?? undefined
  const named = userIdOf.safeParse(await metadataOf(deps, customerId))
  if (!named.success) return undefined
  const isLinked = await linkCustomer(deps.store, customerId, { userId: named.data.user_id, at: new Date(deps.now()) })
  return isLinked ? named.data.user_id : undefined
}

async function metadataOf({ stripe }: StripeDeps, customerId: string): Promise<unknown> {
  try {
    const found = await stripe.customers.retrieve(customerId)
    return found.deleted === true ? undefined : found.metadata
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Begins to look at a customer; whoever began last may write what was seen. */
export async function beginLook(runner: SqlRunner, customerId: string): Promise<number> {
  const begun = sql`UPDATE stripe_customers SET looks = looks + 1 WHERE customer_id = ${customerId} RETURNING looks`
  return (await findOne(runner, begun, lookRow))?.looks ?? 0
}

export async function isLatestLook(tx: SqlTx, customerId: string, look: number): Promise<boolean> {
  const locked = sql`SELECT looks FROM stripe_customers WHERE customer_id = ${customerId} FOR UPDATE`
  return (await findOne(tx, locked, lookRow))?.looks === look
}
