import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { readMigrations } from '../../../server/stores/migrations.ts'
import { createSqlHistory } from '../../../server/stores/sql-history.ts'
import { openSqlite } from '../../../server/stores/sqlite.ts'
import { createSqliteConversations } from '../../../server/stores/sqlite-conversations.ts'
import { createSqliteKnowledge } from '../../../server/stores/sqlite-knowledge.ts'
import { newId } from '../../../src-shared/ids.ts'
import { openPayments } from '../../helpers/server/stripe/open-payments.ts'
import { message } from '../stores/history-contract.ts'
import { knowledgeDocument } from '../stores/knowledge-contract.ts'

const payments = await openPayments()
const { store, call } = payments.server
const file = openSqlite(undefined, readMigrations(join(import.meta.dirname, '../../../migrations/knowledge')))
afterAll(async () => {
  file[Symbol.dispose]()
  await payments[Symbol.asyncDispose]()
})

const counted = z.object({ n: z.int() })
const count = (table: string) => ({ text: `SELECT CAST(count(*) AS INTEGER) AS n FROM ${table}`, values: [] })
const inDatabase = async (table: string) => (await store.query(count(table), counted))[0]?.n ?? 0

/** What does all of it: signed up, signed in, paid, used, asked for an export, and erased. */
async function liveOnce(): Promise<void> {
  const { token, email, password, userId } = await payments.subscribed('pro')
  await call('POST /auth/login', { body: { email, password } })
  const use = { usage_id: newId(), resource_type: 'messages', quantity: 1, occurred_at: '2026-03-10T10:00:00Z' }
  await call('POST /usage', { token, body: { records: [use] } })
  await call('POST /usage/reservations', { token, body: { resource_type: 'messages', quantity: 1 } })
  await createSqlHistory(store).add(message({ user_id: userId, session_id: newId() }))
  await payments.server.rollUp()
  await call('POST /users/me/export', { token })
  const other = await payments.server.signUp()
  await call('DELETE /users/me', { token: other.token, body: { current_password: other.password } })
}
await liveOnce()

test.each([
  ...['users', 'subscriptions', 'usage_records', 'billing_history', 'conversation_history', 'usage_analytics'],
  ...['token_families', 'refresh_tokens', 'mailed_tokens', 'signing_keys', 'audit_log', 'usage_ledger', 'quotas'],
  ...['quota_reservations', 'stripe_customers', 'stripe_intents', 'stripe_events', 'stripe_invoices', 'devices', 'jobs'],
  ...['usage_rollup', 'erasures', 'migrations'],
])('somebody who signs in, pays and uses it leaves rows in the table %s', async (table) => {
  expect(await inDatabase(table)).toBeGreaterThan(0)
})

test('a document is in knowledge_vectors and knowledge_revisions, a conversation in conversations_metadata', async () => {
  const key = { user_id: newId(), session_id: newId() }
  const turn = { ...key, turn_id: newId(), at: new Date(), messages: 2, topics: [], subscription_plan: 'free' }
  const shown = { title: 'A title', last_message: 'The last one' }

  await createSqliteKnowledge(() => file).putDocument(knowledgeDocument())
  await createSqliteConversations(() => file).addTurn({ ...turn, ...shown })

  const inFile = ['knowledge_vectors', 'knowledge_revisions', 'conversations_metadata'].map(
    (table) => file.query(count(table), counted)[0]?.n,
  )
  expect(inFile).toEqual([1, 1, 1])
})
