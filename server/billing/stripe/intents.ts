import { z } from 'zod'
import { newId } from '../../../src-shared/ids.ts'
import { sql } from '../../stores/sql.ts'
import { readOne, type SqlRunner, type SqlStore } from '../../stores/sql-store.ts'

export const intentKind = z.enum([
  ...['create_customer', 'update_customer', 'close_customer', 'open_checkout', 'expire_checkout', 'open_portal'],
  ...['upgrade', 'cancel_at_end', 'keep', 'create_schedule', 'write_schedule', 'release_schedule'],
] as const)
export type IntentKind = z.infer<typeof intentKind>

const params = z.record(z.string(), z.string())
export type IntentParams = Readonly<z.infer<typeof params>>

const intentRow = z.object({
  id: z.string(),
  user_id: z.string(),
  kind: intentKind,
  params: z.string().transform((text) => params.parse(JSON.parse(text))),
  /** `broken`: Stripe answered that it failed, and goes on answering that. */
  state: z.enum(['open', 'broken', 'done', 'refused', 'not_made', 'closed']),
  object_id: z.string().nullable(),
  created_at: z.date(),
})
export type Intent = z.infer<typeof intentRow>

export interface Wish {
  readonly userId: string
  readonly kind: IntentKind
  /**
   * What tells this call from another of its kind, and what finds its object again. Where the same can be wished again after its
   * opposite, `after` says what it comes after: a call whose answer was lost is repeated only while nothing else came between.
   */
  readonly params: IntentParams
}

/** Written and committed before the call. The same wish that is open already is that one: two at once are one call. */
export async function beginIntent(store: SqlStore, { userId, kind, params: given }: Wish, at: Date): Promise<Intent> {
  const text = JSON.stringify(given)
  return store.transact(async (tx) => {
    await tx.run(sql`
      INSERT INTO stripe_intents (id, user_id, kind, params, state, created_at)
      VALUES (${newId(at.getTime())}, ${userId}, ${kind}, ${text}, 'open', ${at})
      ON CONFLICT (user_id, kind, params) WHERE state IN ('open', 'broken') DO NOTHING`)
    const open = sql`
      SELECT * FROM stripe_intents
      WHERE user_id = ${userId} AND kind = ${kind} AND params = ${text} AND state IN ('open', 'broken')`
    return readOne(tx, open, intentRow)
  })
}

export const breakIntent = (runner: SqlRunner, { id }: Intent): Promise<number> =>
  runner.run(sql`UPDATE stripe_intents SET state = 'broken' WHERE id = ${id} AND state = 'open'`)

export interface Settled {
  readonly state: 'done' | 'refused' | 'not_made'
  readonly objectId?: string
  readonly at: Date
}

export const settleIntent = (runner: SqlRunner, { id }: Intent, { state, objectId, at }: Settled): Promise<number> =>
  runner.run(sql`
    UPDATE stripe_intents SET state = ${state}, object_id = ${objectId ?? null}, settled_at = ${at}
    WHERE id = ${id} AND state IN ('open', 'broken')`)

export const findOpenSince = (runner: SqlRunner, before: Date): Promise<Intent[]> =>
  runner.query(
    sql`SELECT * FROM stripe_intents WHERE state IN ('open', 'broken') AND created_at <= ${before} ORDER BY created_at LIMIT 1000`,
    intentRow,
  )

/** Those that made something which is not known to be over, newest first. */
export const findDone = (runner: SqlRunner, userId: string, kind: IntentKind): Promise<Intent[]> =>
  runner.query(
    sql`
      SELECT * FROM stripe_intents WHERE user_id = ${userId} AND kind = ${kind} AND state = 'done'
      ORDER BY seq DESC`,
    intentRow,
  )

/** What it made is over: nothing can come of it any more. */
export const closeIntent = (runner: SqlRunner, { id }: Intent): Promise<number> =>
  runner.run(sql`UPDATE stripe_intents SET state = 'closed' WHERE id = ${id} AND state = 'done'`)
