import type { z } from 'zod'
import type { registerBody, registered } from '../../src-shared/api/accounts.ts'
import { newId } from '../../src-shared/ids.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { type Language, writeLetter } from '../mail/letters.ts'
import type { AccountDeps } from './account-deps.ts'
import { issueMailedToken, redeemMailedToken } from './mailed-tokens.ts'
import { hashPassword } from './passwords.ts'
import { insertUser, markVerified } from './users.ts'

export interface Caller {
  readonly address: string
  readonly language: Language
}

/** The contract hands out a token at once, so a taken address has to be told; how often one address may hear it is bounded. */
const takenPerHour = 10

/** Errors: `EMAIL_TAKEN`, `RATE_LIMITED`. */
export async function register(
  deps: AccountDeps,
  { email, password }: z.infer<typeof registerBody>,
  caller: Caller,
): Promise<z.infer<typeof registered>> {
  await refuseProbing(deps, caller)
  const at = new Date(deps.now())
  const id = newId(at.getTime())
  // Hashed before the address is looked up: both answers take as long.
  const hashedPassword = await hashPassword(password)
  const code = await deps.store.transact(async (tx) => {
    if (!(await insertUser(tx, { id, email, hashedPassword, language: caller.language, at }))) return undefined
    await deps.onRegistered(tx, id, at)
    const issued = await issueMailedToken(tx, { userId: id, purpose: 'verify', at })
    await deps.audit(tx, { action: 'account_created', actor_id: id, user_id: id }, at)
    return issued
  })
  if (code === undefined) return refuseTaken(deps, caller)
  deps.post(async () =>
    (await deps.letterLimit.mayWrite('verify', email))
      ? writeLetter('verify', { to: email, code, language: caller.language })
      : undefined,
  )
  return { user_id: id, access_token: await deps.tokens.issue({ userId: id, generation: 0 }), subscription_plan: 'free' }
}

/** Errors: `INVALID_TOKEN`. */
export async function verifyEmail({ store, now, audit }: AccountDeps, token: string): Promise<void> {
  const at = new Date(now())
  await store.transact(async (tx) => {
    const redeemed = await redeemMailedToken(tx, token, { purpose: 'verify', at })
    if (redeemed === undefined) throw new AppError('INVALID_TOKEN')
    const { userId } = redeemed
    await markVerified(tx, userId, at)
    await audit(tx, { action: 'account_verified', actor_id: userId, user_id: userId }, at)
  })
}

const probingKey = ({ address }: Caller): string => `register:taken:${address}`

async function refuseProbing({ cache }: AccountDeps, caller: Caller): Promise<void> {
  const heard = await cache.get(probingKey(caller))
  if (typeof heard === 'number' && heard >= takenPerHour) throw new AppError('RATE_LIMITED', { retry_after: 3600 })
}

async function refuseTaken({ cache }: AccountDeps, caller: Caller): Promise<never> {
  await cache.count(probingKey(caller), 3600)
  throw new AppError('EMAIL_TAKEN')
}
