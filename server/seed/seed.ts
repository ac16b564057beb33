import { newId } from '../../src-shared/ids.ts'
import { hashPassword } from '../accounts/passwords.ts'
import { findUserByEmail, insertUser, markVerified } from '../accounts/users.ts'
import type { AdminDeps } from '../admin/admin-deps.ts'
import { sql } from '../stores/sql.ts'
import { recordUsage } from '../usage/record-usage.ts'
import type { UsageDeps } from '../usage/usage-deps.ts'
import { demoId } from './demo-id.ts'
import { type DemoPerson, demoPeople } from './demo-people.ts'
import { type ConversationStores, seedConversations } from './seed-conversations.ts'

export interface SeedDeps {
  readonly admin: AdminDeps
  readonly usage: UsageDeps
  readonly stores: ConversationStores
  /** Of the accounts that are made; those that there are keep theirs. */
  readonly password: string
}

export interface Seeded {
  /** Addresses of the accounts that were made now. */
  readonly made: readonly string[]
  readonly found: readonly string[]
  /** Of those that were made. */
  readonly password: string | undefined
}

const dayMs = 86_400_000

/** Accounts, plans, use and conversations to look at. What is there already stays as it is, so it can be done again at any time. */
export async function seed(deps: SeedDeps): Promise<Seeded> {
  const made: string[] = []
  for (const person of demoPeople) {
    const known = await findUserByEmail(deps.admin.store, person.email)
    const userId = known?.id ?? (await addPerson(deps, person))
    if (known === undefined) made.push(person.email)
    if (person.plan !== undefined && (known?.subscription_plan ?? 'free') === 'free')
      await deps.admin.grantPlan({ userId, actorId: null, ...person.plan })
    await recordDays(deps, userId, person)
    await seedConversations(deps.stores, { userId, plan: planOf(person), conversations: person.conversations })
  }
  const found = demoPeople.map(({ email }) => email).filter((email) => !made.includes(email))
  return { made, found, password: made.length === 0 ? undefined : deps.password }
}

async function addPerson({ admin, password }: SeedDeps, { email, isAdmin }: DemoPerson): Promise<string> {
  const at = new Date(admin.now())
  const id = newId(at.getTime())
  const hashedPassword = await hashPassword(password)
  await admin.store.transact(async (tx) => {
    await insertUser(tx, { id, email, hashedPassword, language: 'en', at })
    await markVerified(tx, id, at)
    if (isAdmin) await tx.run(sql`UPDATE users SET is_superuser = true WHERE id = ${id}`)
    await admin.onRegistered(tx, id, at)
    await admin.audit(tx, { action: 'account_created', actor_id: null, user_id: id }, at)
    if (isAdmin) await admin.audit(tx, { action: 'admin_granted', actor_id: null, user_id: id }, at)
  })
  return id
}

/** Of days that are over: the same day has the same record whenever it is sent, and is counted once. */
async function recordDays({ usage }: SeedDeps, userId: string, person: DemoPerson): Promise<void> {
  const today = Math.floor(usage.now() / dayMs)
  const records = person.messagesADay.flatMap((quantity, index) => {
    const day = today - person.messagesADay.length + index
    const occurred_at = new Date(day * dayMs + dayMs / 2).toISOString()
    const usage_id = demoId(userId, 'messages', day)
    return quantity === 0 ? [] : [{ usage_id, resource_type: 'messages' as const, quantity, occurred_at }]
  })
  if (records.length > 0) await recordUsage(usage, { userId, plan: planOf(person) }, records)
}

const planOf = ({ plan }: DemoPerson): string => plan?.plan_type ?? 'free'
