import { z } from 'zod'
import type { loginBody, refreshed, signedIn } from '../../src-shared/api/accounts.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { sql } from '../stores/sql.ts'
import { findOne, type SqlTx } from '../stores/sql-store.ts'
import type { AccountDeps } from './account-deps.ts'
import { type PresentedDevice, sawDeviceOf, signInDevice } from './devices.ts'
import { hashPassword, isOutdated } from './passwords.ts'
import { endFamily, exchangeToken, startFamily } from './refresh-tokens.ts'
import { findUserByEmail, shownUser, type UserRow, upgradeHash } from './users.ts'

const generation = z.object({ token_generation: z.int(), is_active: z.boolean() })

/** Errors: `INVALID_CREDENTIALS` for every reason alike, `RATE_LIMITED`. */
export async function signIn(
  deps: AccountDeps,
  { email, password, device_id, device_name }: z.infer<typeof loginBody>,
  address: string,
): Promise<z.infer<typeof signedIn>> {
  const user = await findUserByEmail(deps.store, email)
  await deps.signInLimit.attempt({ email, address, userId: user?.id })
  if (!(await deps.checkSignIn(password, user)) || user === undefined) throw new AppError('INVALID_CREDENTIALS')
  await deps.signInLimit.succeeded({ email, address, userId: user.id })
  if (isOutdated(user.hashed_password)) await upgradeHash(deps.store, user, await hashPassword(password))
  return { ...(await startSession(deps, user, { id: device_id, name: device_name })), user: shownUser(user) }
}

async function startSession(
  { store, now, tokens, audit }: AccountDeps,
  { id, token_generation }: UserRow,
  device: PresentedDevice,
): Promise<Omit<z.infer<typeof signedIn>, 'user'>> {
  const at = new Date(now())
  const { familyId, refreshToken, device_id } = await store.transact(async (tx) => {
    // The password may have been changed while it was compared: who changed it ended all sessions, and this must be none.
    const now = await findOne(tx, sql`SELECT token_generation, is_active FROM users WHERE id = ${id} FOR SHARE`, generation)
    if (now === undefined || !now.is_active || now.token_generation !== token_generation)
      throw new AppError('INVALID_CREDENTIALS')
    const device_id = await signInDevice(tx, id, { ...device, at })
    const first = await startFamily(tx, id, { deviceId: device_id, at })
    await audit(tx, { action: 'signed_in', actor_id: id, user_id: id }, at)
    return { ...first, device_id }
  })
  return {
    access_token: await tokens.issue({ userId: id, generation: token_generation, familyId }),
    refresh_token: refreshToken,
    expires_in: tokens.expiresInSeconds,
    device_id,
  }
}

/** Errors: `INVALID_REFRESH_TOKEN`. A token that was used before ends the whole family, and that is committed. */
export async function refresh(deps: AccountDeps, token: string): Promise<z.infer<typeof refreshed>> {
  const at = new Date(deps.now())
  const exchange = await deps.store.transact(async (tx) => {
    const result = await exchangeToken(tx, token, at)
    if (result.kind === 'reused') await endedByReuse(deps, tx, { userId: result.userId, at })
    if (result.kind !== 'exchanged') return result
    await sawDeviceOf(tx, result.familyId, at)
    // Beside the family's lock: a generation that is read later may be one that ended this token.
    const session = await findOne(tx, sql`SELECT token_generation, is_active FROM users WHERE id = ${result.userId}`, generation)
    return { ...result, session }
  })
  if (exchange.kind === 'reused') await deps.sessions.forget(exchange.userId)
  if (exchange.kind !== 'exchanged' || exchange.session?.is_active !== true) throw new AppError('INVALID_REFRESH_TOKEN')
  const { userId, familyId, refreshToken, session } = exchange
  return {
    access_token: await deps.tokens.issue({ userId, familyId, generation: session.token_generation }),
    refresh_token: refreshToken,
    expires_in: deps.tokens.expiresInSeconds,
  }
}

interface Ended {
  readonly userId: string
  readonly at: Date
}

async function endedByReuse({ sessions, audit }: AccountDeps, tx: SqlTx, { userId, at }: Ended): Promise<void> {
  await sessions.aboutToChange(userId)
  await audit(tx, { action: 'refresh_reused', actor_id: null, user_id: userId }, at)
}

/** An unknown token is signed out already: the answer is the same. */
export async function signOut({ store, now, sessions, audit }: AccountDeps, token: string): Promise<void> {
  const at = new Date(now())
  const ended = await store.transact(async (tx) => {
    const userId = await endFamily(tx, token, at)
    if (userId === undefined) return undefined
    await sessions.aboutToChange(userId)
    await audit(tx, { action: 'signed_out', actor_id: userId, user_id: userId }, at)
    return userId
  })
  if (ended !== undefined) await sessions.forget(ended)
}
