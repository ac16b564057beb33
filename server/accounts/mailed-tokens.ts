import { z } from 'zod'
import { sql } from '../stores/sql.ts'
import { findOne, type SqlStore, type SqlTx } from '../stores/sql-store.ts'
import { hashToken, newSecretToken } from './secret-tokens.ts'
import { isUnchanged, type UserRow } from './users.ts'

export type Purpose = 'verify' | 'reset' | 'email'

const lifetimesMs: Readonly<Record<Purpose, number>> = {
  ...{ verify: 48 * 3_600_000, reset: 30 * 60_000, email: 2 * 3_600_000 },
}

const redeemedRow = z.object({ user_id: z.string(), email: z.string().nullable() })

export interface MailedToken {
  readonly userId: string
  readonly purpose: Purpose
  readonly at: Date
  /** For `email`: the address that it was mailed to, and that the account will have. */
  readonly email?: string
}

/** The one before it for the same purpose ends: only the newest mail works. */
export async function issueMailedToken(tx: SqlTx, { userId, purpose, at, email }: MailedToken): Promise<string> {
  const token = newSecretToken()
  await tx.run(sql`DELETE FROM mailed_tokens WHERE user_id = ${userId} AND purpose = ${purpose}`)
  await tx.run(sql`
    INSERT INTO mailed_tokens (token_hash, user_id, purpose, expires_at, email)
    VALUES (${hashToken(token)}, ${userId}, ${purpose}, ${new Date(at.getTime() + lifetimesMs[purpose])}, ${email ?? null})`)
  return token
}

/** As above, unless the account is not what it was when somebody asked: then a code would open what was closed meanwhile. */
export const issueUnlessChanged = (
  store: SqlStore,
  user: UserRow,
  issued: Omit<MailedToken, 'userId'>,
): Promise<string | undefined> =>
  store.transact(async (tx) => ((await isUnchanged(tx, user)) ? issueMailedToken(tx, { ...issued, userId: user.id }) : undefined))

export interface RedeemedToken {
  readonly userId: string
  readonly email: string | null
}

/** Whose it is; it works once. Undefined when it is unknown, used or too old. */
export async function redeemMailedToken(
  tx: SqlTx,
  token: string,
  { purpose, at }: Pick<MailedToken, 'purpose' | 'at'>,
): Promise<RedeemedToken | undefined> {
  const redeemed = sql`
    DELETE FROM mailed_tokens WHERE token_hash = ${hashToken(token)} AND purpose = ${purpose} AND expires_at > ${at}
    RETURNING user_id, email`
  const row = await findOne(tx, redeemed, redeemedRow)
  return row && { userId: row.user_id, email: row.email }
}

/** With a new password: whoever knew the old one may have asked for another address, or has read a mail. */
export const endCodesOfOthers = (tx: SqlTx, userId: string): Promise<number> =>
  tx.run(sql`DELETE FROM mailed_tokens WHERE user_id = ${userId} AND purpose <> 'verify'`)

/** With a new address: none that went to the old one works any more. */
export const endMailedTokens = (tx: SqlTx, userId: string): Promise<number> =>
  tx.run(sql`DELETE FROM mailed_tokens WHERE user_id = ${userId}`)
