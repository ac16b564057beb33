import { z } from 'zod'
import { sql } from '../stores/sql.ts'
import { findOne, type SqlTx } from '../stores/sql-store.ts'
import { hashToken, newSecretToken } from './secret-tokens.ts'

export type Purpose = 'verify' | 'reset'

const lifetimesMs: Readonly<Record<Purpose, number>> = { verify: 48 * 3_600_000, reset: 30 * 60_000 }

const ownerRow = z.object({ user_id: z.string() })

export interface MailedToken {
  readonly userId: string
  readonly purpose: Purpose
  readonly at: Date
}

/** The one before it for the same purpose ends: only the newest mail works. */
export async function issueMailedToken(tx: SqlTx, { userId, purpose, at }: MailedToken): Promise<string> {
  const token = newSecretToken()
  await tx.run(sql`DELETE FROM mailed_tokens WHERE user_id = ${userId} AND purpose = ${purpose}`)
  await tx.run(sql`
    INSERT INTO mailed_tokens (token_hash, user_id, purpose, expires_at)
    VALUES (${hashToken(token)}, ${userId}, ${purpose}, ${new Date(at.getTime() + lifetimesMs[purpose])})`)
  return token
}

/** Whose it is; it works once. Undefined when it is unknown, used or too old. */
export async function redeemMailedToken(
  tx: SqlTx,
  token: string,
  { purpose, at }: Omit<MailedToken, 'userId'>,
): Promise<string | undefined> {
  const redeemed = sql`
    DELETE FROM mailed_tokens WHERE token_hash = ${hashToken(token)} AND purpose = ${purpose} AND expires_at > ${at} RETURNING user_id`
  return (await findOne(tx, redeemed, ownerRow))?.user_id
}
