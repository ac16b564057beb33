import type { z } from 'zod'
import type { changeEmailBody } from '../../src-shared/api/accounts.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { type Language, writeLetter, writeNotice } from '../mail/letters.ts'
import { isDuplicate, type SqlTx } from '../stores/sql-store.ts'
import type { AccountDeps } from './account-deps.ts'
import { confirmed } from './change-account.ts'
import { endMailedTokens, issueUnlessChanged, redeemMailedToken } from './mailed-tokens.ts'
import { findUser, findUserByEmail, replaceEmail, type UserRow } from './users.ts'

export interface Asking {
  readonly userId: string
  readonly language: Language
}

/** The code goes to the account's own address, once more. Nothing happens when that one is confirmed. */
export function sendVerification({ store, now, post, letterLimit }: AccountDeps, { userId, language }: Asking): void {
  post(async () => {
    const user = await findUser(store, userId)
    if (user === undefined || user.is_verified || !(await letterLimit.mayWrite('verify', user.email))) return undefined
    const at = new Date(now())
    const code = await issueUnlessChanged(store, user, { purpose: 'verify', at })
    return code === undefined ? undefined : writeLetter('verify', { to: user.email, code, language })
  })
}

/**
 * The new address gets a code, the old one a notice; nothing changes before the code comes back. Whether somebody has the new address
 * is not told: then no code goes there. Errors: `INVALID_CREDENTIALS`, `RATE_LIMITED`.
 */
export async function askForEmail(
  deps: AccountDeps,
  { userId, language }: Asking,
  body: z.infer<typeof changeEmailBody>,
): Promise<void> {
  const user = await confirmed(deps, userId, body)
  const { store, post, letterLimit } = deps
  // Of one account no more than to one address: it is no way to write to many strangers.
  await letterLimit.writesTo(userId)
  post(async () => writeNotice('change_asked', { to: user.email, language }))
  post(async () => {
    if ((await findUserByEmail(store, body.email)) !== undefined || !(await letterLimit.mayWrite('email', body.email)))
      return undefined
    const code = await issueUnlessChanged(store, user, { purpose: 'email', at: new Date(deps.now()), email: body.email })
    return code === undefined ? undefined : writeLetter('change', { to: body.email, code, language })
  })
}

/**
 * The code came back, so the new address is the account's and confirmed. Codes that went to the old one end; sign-ins stay. Errors:
 * `INVALID_TOKEN`, `EMAIL_TAKEN`, which only who reads the mail of that address hears.
 */
export async function confirmEmail(deps: AccountDeps, token: string, language: Language): Promise<void> {
  const at = new Date(deps.now())
  const old = await deps.store
    .transact((tx) => takeEmail(deps, tx, { token, at }))
    .catch((cause: unknown) => {
      throw isDuplicate(cause) ? new AppError('EMAIL_TAKEN', undefined, { cause }) : cause
    })
  await deps.sessions.forget(old.id)
  deps.post(async () => writeNotice('changed', { to: old.email, language }))
}

interface Redeeming {
  readonly token: string
  readonly at: Date
}

/** The account as it was before. */
async function takeEmail({ audit, sessions }: AccountDeps, tx: SqlTx, { token, at }: Redeeming): Promise<UserRow> {
  const redeemed = await redeemMailedToken(tx, token, { purpose: 'email', at })
  if (redeemed?.email == null) throw new AppError('INVALID_TOKEN')
  const { userId: id, email } = redeemed
  const user = await findUser(tx, id)
  if (user === undefined) throw new AppError('INVALID_TOKEN')
  await replaceEmail(tx, { id, email, at })
  await endMailedTokens(tx, id)
  await sessions.aboutToChange(id)
  await audit(tx, { action: 'email_changed', actor_id: id, user_id: id }, at)
  return user
}
