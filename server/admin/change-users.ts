import { z } from 'zod'
import type { User } from '../../src-shared/api/accounts.ts'
import type { changeUserBody } from '../../src-shared/api/admin.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { endFamiliesOf } from '../accounts/refresh-tokens.ts'
import { deleteUser, findUser, findUserByEmail, shownUser, type UserRow } from '../accounts/users.ts'
import type { AuditAction } from '../audit/audit-log.ts'
import { lockUserIfThere } from '../stores/lock-user.ts'
import { sql } from '../stores/sql.ts'
import { findOne, type SqlTx } from '../stores/sql-store.ts'
import type { Actor, AdminDeps } from './admin-deps.ts'

/** After what the audit log tells already. Errors: `NOT_FOUND`. */
export async function readUser({ store }: AdminDeps, id: string): Promise<User> {
  const row = await findUser(store, id)
  if (row === undefined) throw new AppError('NOT_FOUND')
  return shownUser(row)
}

/** As an administrator sees it. Nothing is shown before the audit log says to whom. Errors: `NOT_FOUND`. */
export const lookAtUser = (deps: AdminDeps, userId: string, actorId: Actor): Promise<User> =>
  look(deps, { action: 'account_read', actorId, userId, find: (tx) => findUser(tx, userId) })

/** The same of whoever has this address, which is not in the entry: it would outlive the account. Errors: `NOT_FOUND`. */
export const lookForUser = (deps: AdminDeps, email: string, actorId: Actor): Promise<User> =>
  look(deps, { action: 'account_sought', actorId, userId: null, find: (tx) => findUserByEmail(tx, email) })

interface Look {
  readonly action: 'account_read' | 'account_sought'
  readonly actorId: Actor
  /** Null when only who is found has an id. */
  readonly userId: string | null
  readonly find: (tx: SqlTx) => Promise<UserRow | undefined>
}

/** Also what is not there was looked for, and that is written down. */
async function look({ store, now, audit }: AdminDeps, { action, actorId, userId, find }: Look): Promise<User> {
  const row = await store.transact(async (tx) => {
    const found = await find(tx)
    const details = { found: found === undefined ? 0 : 1 }
    await audit(tx, { action, actor_id: actorId, user_id: found?.id ?? userId, details }, new Date(now()))
    return found
  })
  if (row === undefined) throw new AppError('NOT_FOUND')
  return shownUser(row)
}

export interface ChangedUser extends z.infer<typeof changeUserBody> {
  readonly userId: string
  readonly actorId: Actor
}

/** In force at once, in every process. Nobody changes himself: the last administrator would be gone. Errors: `NOT_FOUND`, `FORBIDDEN`. */
export async function changeUser(deps: AdminDeps, change: ChangedUser): Promise<User> {
  const { userId, actorId } = change
  refuseOwn(userId, actorId)
  const at = new Date(deps.now())
  await deps.store.transact(async (tx) => {
    await lockOrMiss(tx, userId)
    await deps.sessions.aboutToChange(userId)
    const changed = await setFlags(tx, change, at)
    // The answer shows the account, also when it was so already.
    for (const action of changed.length > 0 ? changed : (['account_read'] as const))
      await deps.audit(tx, { action, actor_id: actorId, user_id: userId }, at)
  })
  await deps.sessions.forget(userId)
  return readUser(deps, userId)
}

/** Returns what changed by it. */
async function setFlags(tx: SqlTx, { userId, is_active, is_superuser }: ChangedUser, at: Date): Promise<readonly AuditAction[]> {
  const changed: AuditAction[] = []
  if (is_superuser !== undefined && (await setFlag(tx, userId, sql`is_superuser = ${is_superuser}`)))
    changed.push(is_superuser ? 'admin_granted' : 'admin_withdrawn')
  if (is_active === undefined || !(await setFlag(tx, userId, sql`is_active = ${is_active}`))) return changed
  if (!is_active) await endFamiliesOf(tx, userId, { reason: 'disabled', at })
  return [...changed, is_active ? 'account_enabled' : 'account_disabled']
}

/** The account and all that belongs to it, in every store. Errors: `NOT_FOUND`, `FORBIDDEN`. */
export async function eraseUser(deps: AdminDeps, userId: string, actorId: Actor): Promise<void> {
  refuseOwn(userId, actorId)
  const at = new Date(deps.now())
  await deps.store.transact(async (tx) => {
    await lockOrMiss(tx, userId)
    await eraseIn(deps, tx, { userId, actorId, at })
  })
  await deps.sessions.forget(userId)
  deps.jobs.wake()
}

export interface ErasedUser {
  readonly userId: string
  readonly actorId: Actor
  readonly at: Date
}

export async function eraseIn(deps: AdminDeps, tx: SqlTx, { userId, actorId, at }: ErasedUser): Promise<void> {
  await deleteUser(tx, userId)
  await deps.onDeleted(tx, userId, at)
  await deps.sessions.aboutToChange(userId)
  await deps.audit(tx, { action: 'account_erased', actor_id: actorId, user_id: userId }, at)
}

/** False while some store is still to follow; the job comes again until it has. */
export const isErasedEverywhere = async ({ store }: AdminDeps, userId: string): Promise<boolean> =>
  (await findOne(store, sql`SELECT 1 FROM erasures WHERE user_id = ${userId} AND finished_at IS NOT NULL`, z.unknown())) !==
  undefined

function refuseOwn(userId: string, actorId: Actor): void {
  if (userId === actorId) throw new AppError('FORBIDDEN')
}

async function lockOrMiss(tx: SqlTx, userId: string): Promise<void> {
  if (!(await lockUserIfThere(tx, userId))) throw new AppError('NOT_FOUND')
}

/** False when it was so already. */
const setFlag = async (tx: SqlTx, userId: string, flag: ReturnType<typeof sql>): Promise<boolean> =>
  (await tx.run(sql`UPDATE users SET ${flag} WHERE id = ${userId} AND NOT (${flag})`)) === 1
