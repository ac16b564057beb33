import type { z } from 'zod'
import type { changeUserBody, deleteUserBody, User } from '../../src-shared/api/accounts.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { AuditAction } from '../audit/audit-log.ts'
import { writeLetter } from '../mail/letters.ts'
import type { SqlTx } from '../stores/sql-store.ts'
import type { AccountDeps } from './account-deps.ts'
import { endCodesOfOthers, issueUnlessChanged, redeemMailedToken } from './mailed-tokens.ts'
import { hashPassword, isPassword } from './passwords.ts'
import { endFamiliesOf } from './refresh-tokens.ts'
import type { Caller } from './register.ts'
import { deleteUser, findUser, findUserByEmail, isUnchanged, replacePassword, shownUser, type UserRow } from './users.ts'

/** Errors: `NOT_FOUND`. */
export async function readUser({ store }: AccountDeps, userId: string): Promise<User> {
  const row = await findUser(store, userId)
  if (row === undefined) throw new AppError('NOT_FOUND')
  return shownUser(row)
}

/** Nobody is told whether there is such an account: looking for it happens beside the answer, so its time does not tell either. */
export function forgetPassword({ store, now, post, letterLimit }: AccountDeps, email: string, { language }: Caller): void {
  post(async () => {
    if (!(await letterLimit.mayWrite('reset', email))) return undefined
    const at = new Date(now())
    const user = await findUserByEmail(store, email)
    if (user === undefined) return undefined
    const code = await issueUnlessChanged(store, user, { purpose: 'reset', at })
    return code === undefined ? undefined : writeLetter('reset', { to: email, code, language })
  })
}

/** Ends every sign-in. Errors: `INVALID_TOKEN`. */
export async function resetPassword(deps: AccountDeps, token: string, password: string): Promise<void> {
  const at = new Date(deps.now())
  const hashedPassword = await hashPassword(password)
  const id = await deps.store.transact(async (tx) => {
    const redeemed = await redeemMailedToken(tx, token, { purpose: 'reset', at })
    if (redeemed === undefined) throw new AppError('INVALID_TOKEN')
    await setPassword(deps, tx, { id: redeemed.userId, hashedPassword, at, action: 'password_reset' })
    return redeemed.userId
  })
  await deps.sessions.forget(id)
}

/** Ends every sign-in, this one too. Errors: `INVALID_CREDENTIALS`. */
export async function changePassword(deps: AccountDeps, userId: string, body: z.infer<typeof changeUserBody>): Promise<void> {
  const user = await confirmed(deps, userId, body)
  const at = new Date(deps.now())
  const hashedPassword = await hashPassword(body.password)
  await deps.store.transact(async (tx) => {
    await stillConfirmed(tx, user)
    await setPassword(deps, tx, { id: userId, hashedPassword, at, action: 'password_changed' })
  })
  await deps.sessions.forget(userId)
}

/** The account and all that belongs to it; the audit log keeps its id and nothing else. Errors: `INVALID_CREDENTIALS`. */
export async function deleteAccount(deps: AccountDeps, userId: string, body: z.infer<typeof deleteUserBody>): Promise<void> {
  const user = await confirmed(deps, userId, body)
  const at = new Date(deps.now())
  await deps.store.transact(async (tx) => {
    await stillConfirmed(tx, user)
    await deleteUser(tx, userId)
    await deps.onDeleted(tx, userId, at)
    await deps.sessions.aboutToChange(userId)
    await deps.audit(tx, { action: 'account_deleted', actor_id: userId, user_id: userId }, at)
  })
  await deps.sessions.forget(userId)
  deps.afterDeleted()
}

/** What cannot be undone takes the password again, and is guessed no oftener than a sign-in. Errors: `INVALID_CREDENTIALS`, `RATE_LIMITED`. */
export async function confirmed(
  deps: AccountDeps,
  userId: string,
  { current_password }: { readonly current_password: string },
): Promise<UserRow> {
  const user = await findUser(deps.store, userId)
  if (user === undefined) throw new AppError('NOT_FOUND')
  await deps.signInLimit.confirm(userId)
  if (!(await isPassword(current_password, user.hashed_password))) throw new AppError('INVALID_CREDENTIALS')
  await deps.signInLimit.confirmed(userId)
  return user
}

/** The password that was shown may be the old one by now, and whoever knows only that one changes nothing any more. */
async function stillConfirmed(tx: SqlTx, user: UserRow): Promise<void> {
  if (!(await isUnchanged(tx, user))) throw new AppError('INVALID_CREDENTIALS')
}

interface SetPassword {
  readonly id: string
  readonly hashedPassword: string
  readonly at: Date
  readonly action: AuditAction
}

async function setPassword(deps: AccountDeps, tx: SqlTx, { id, hashedPassword, at, action }: SetPassword): Promise<void> {
  await replacePassword(tx, { id, hashedPassword, at })
  await endFamiliesOf(tx, id, { reason: 'password', at })
  await endCodesOfOthers(tx, id)
  await deps.sessions.aboutToChange(id)
  await deps.audit(tx, { action, actor_id: id, user_id: id }, at)
}
