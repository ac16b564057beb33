import { z } from 'zod'
import { type Sql, sql } from '../stores/sql.ts'
import { readOne, type SqlStore } from '../stores/sql-store.ts'
import type { PersonalStore } from './personal-store.ts'

/**
 * Every table that names a user, and what of it its owner gets to see. `audit_log` and `erasures` are not here: they name nothing but
 * the id, and have to outlive the account.
 */
const tables = {
  users: sql`
    SELECT id, email, language, is_active, is_verified, is_superuser, subscription_plan, created_at, updated_at FROM users`,
  devices: sql`SELECT id, name, created_at, last_seen_at, revoked_at FROM devices`,
  token_families: sql`SELECT id, device_id, created_at, revoked_at, reason FROM token_families`,
  mailed_tokens: sql`SELECT purpose, email, expires_at FROM mailed_tokens`,
  subscriptions: sql`SELECT * FROM subscriptions`,
  billing_history: sql`SELECT * FROM billing_history`,
  stripe_customers: sql`SELECT customer_id, created_at FROM stripe_customers`,
  stripe_invoices: sql`SELECT * FROM stripe_invoices`,
  stripe_intents: sql`SELECT id, kind, state, created_at, settled_at FROM stripe_intents`,
  quotas: sql`SELECT * FROM quotas`,
  quota_reservations: sql`SELECT * FROM quota_reservations`,
  usage_ledger: sql`SELECT * FROM usage_ledger`,
  usage_records: sql`SELECT * FROM usage_records`,
  conversation_history: sql`SELECT * FROM conversation_history`,
  usage_analytics: sql`SELECT * FROM usage_analytics`,
  chat_turns: sql`SELECT message_id, session_id, answer_id, asked_at, state FROM chat_turns`,
  jobs: sql`SELECT id, kind, state, created_at, finished_at FROM jobs`,
} as const satisfies Readonly<Record<string, Sql>>

/** For the test that finds tables which nobody thought of. */
export const personalTables: readonly string[] = Object.keys(tables)

const ownerOf = (table: string, userId: string): Sql => (table === 'users' ? sql`id = ${userId}` : sql`user_id = ${userId}`)

/** What of a customer has to be known until Stripe has closed it, because it would be charged otherwise. */
const neededByStripe = sql`(state IN ('open', 'broken') OR (kind = 'create_customer' AND state = 'done'))`

export const postgresPersonalData = (store: SqlStore): PersonalStore => ({
  name: 'postgres',

  async collect(userId) {
    const collected: Record<string, readonly unknown[]> = {}
    for (const [table, select] of Object.entries(tables))
      collected[table] = await store.query(sql`${select} WHERE ${ownerOf(table, userId)}`, z.unknown())
    return collected
  },

  async erase(userId) {
    await store.run(sql`DELETE FROM users WHERE id = ${userId}`)
    // Those that stand in for another database refer to nobody.
    await store.run(sql`DELETE FROM conversation_history WHERE user_id = ${userId}`)
    await store.run(sql`DELETE FROM usage_analytics WHERE user_id = ${userId}`)
    await store.run(sql`DELETE FROM stripe_intents WHERE user_id = ${userId} AND NOT ${neededByStripe}`)
  },

  async count(userId) {
    let left = 0
    for (const [table, select] of Object.entries(tables))
      left += (
        await readOne(store, sql`SELECT count(*)::int AS count FROM (${select} WHERE ${ownerOf(table, userId)}) kept`, countRow)
      ).count
    return left
  },
})

const countRow = z.object({ count: z.int() })
