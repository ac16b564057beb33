import { z } from 'zod'
import { newId } from '../../src-shared/ids.ts'
import { type Sql, sql } from '../stores/sql.ts'
import { findOne, type SqlRunner, type SqlTx } from '../stores/sql-store.ts'
import { derivedToken, hashToken, newSecretToken } from './secret-tokens.ts'

export type RevocationReason = 'logout' | 'reuse' | 'password' | 'disabled' | 'device' | 'restored'

export type Exchange =
  | { readonly kind: 'exchanged'; readonly userId: string; readonly familyId: string; readonly refreshToken: string }
  /** Somebody holds a copy: the family was revoked. */
  | { readonly kind: 'reused'; readonly userId: string }
  | { readonly kind: 'refused' }

const lifetimeMs = 7 * 24 * 3_600_000

/**
 * A client whose answer got lost, or that refreshes twice at once, comes again with the predecessor within this time. It gets the
 * same successor: a family is one chain, so of a token that was copied only one of both can go on, and the other is found out.
 */
const graceMs = 10_000

const idRow = z.object({ id: z.string() })

const tokenRow = z.object({
  family_id: z.string(),
  user_id: z.string(),
  predecessor: z.string().nullable(),
  expires_at: z.date(),
  used_at: z.date().nullable(),
  successor_salt: z.string().nullable(),
  revoked_at: z.date().nullable(),
})
type TokenRow = z.infer<typeof tokenRow>

export interface StartedFamily {
  readonly familyId: string
  readonly refreshToken: string
}

/** A new sign-in: the first token of a family of its own. */
export async function startFamily(
  tx: SqlTx,
  userId: string,
  { deviceId, at }: { readonly deviceId: string; readonly at: Date },
): Promise<StartedFamily> {
  const familyId = newId(at.getTime())
  await tx.run(sql`
    INSERT INTO token_families (id, user_id, device_id, created_at) VALUES (${familyId}, ${userId}, ${deviceId}, ${at})`)
  const refreshToken = newSecretToken()
  await addToken(tx, refreshToken, { familyId, predecessor: null, at })
  return { familyId, refreshToken }
}

/** One token for the next. It does not throw on reuse: the transaction has to commit the revocation. */
export async function exchangeToken(tx: SqlTx, token: string, at: Date): Promise<Exchange> {
  const row = await findLocked(tx, hashToken(token))
  if (row === undefined || row.revoked_at !== null || row.expires_at <= at) return { kind: 'refused' }
  const refreshToken =
    row.used_at === null ? await addSuccessor(tx, token, { row, at }) : successorWithinGrace(token, { row, at })
  if (refreshToken === undefined) {
    await revokeFamilies(tx, sql`id = ${row.family_id}`, { reason: 'reuse', at })
    return { kind: 'reused', userId: row.user_id }
  }
  return { kind: 'exchanged', userId: row.user_id, familyId: row.family_id, refreshToken }
}

/** Ends the family of this token; whose it was. */
export async function endFamily(tx: SqlTx, token: string, at: Date): Promise<string | undefined> {
  const row = await findLocked(tx, hashToken(token))
  if (row === undefined || row.revoked_at !== null) return undefined
  await revokeFamilies(tx, sql`id = ${row.family_id}`, { reason: 'logout', at })
  return row.user_id
}

export const endFamiliesOf = (tx: SqlTx, userId: string, why: Revocation): Promise<number> =>
  revokeFamilies(tx, sql`user_id = ${userId}`, why)

export const endFamiliesOfDevice = (tx: SqlTx, deviceId: string, why: Revocation): Promise<number> =>
  revokeFamilies(tx, sql`device_id = ${deviceId}`, why)

/** Sign-ins that ended so lately that an access token of theirs may still run. */
export async function listEndedFamilies(runner: SqlRunner, userId: string, since: Date): Promise<string[]> {
  const ended = sql`SELECT id FROM token_families WHERE user_id = ${userId} AND revoked_at > ${since}`
  return (await runner.query(ended, idRow)).map(({ id }) => id)
}

interface Revocation {
  readonly reason: RevocationReason
  readonly at: Date
}

const revokeFamilies = (tx: SqlTx, which: Sql, { reason, at }: Revocation): Promise<number> =>
  tx.run(sql`UPDATE token_families SET revoked_at = ${at}, reason = ${reason} WHERE ${which} AND revoked_at IS NULL`)

/** The family is locked: of two exchanges at once, the second sees what the first did. */
async function findLocked(tx: SqlTx, tokenHash: string): Promise<TokenRow | undefined> {
  const ofToken = sql`SELECT family_id FROM refresh_tokens WHERE token_hash = ${tokenHash}`
  await tx.query(sql`SELECT id FROM token_families WHERE id = (${ofToken}) FOR UPDATE`, z.unknown())
  return findOne(
    tx,
    sql`
      SELECT t.family_id, f.user_id, t.predecessor, t.expires_at, t.used_at, t.successor_salt, f.revoked_at
      FROM refresh_tokens t JOIN token_families f ON f.id = t.family_id
      WHERE t.token_hash = ${tokenHash}`,
    tokenRow,
  )
}

interface Presented {
  readonly row: TokenRow
  readonly at: Date
}

/** The predecessor ends for good: whoever comes with it now is behind somebody. */
async function addSuccessor(tx: SqlTx, token: string, { row, at }: Presented): Promise<string> {
  const tokenHash = hashToken(token)
  const salt = newSecretToken()
  const successor = derivedToken(token, salt)
  await tx.run(sql`UPDATE refresh_tokens SET used_at = ${at}, successor_salt = ${salt} WHERE token_hash = ${tokenHash}`)
  await tx.run(sql`UPDATE refresh_tokens SET successor_salt = NULL WHERE token_hash = ${row.predecessor}`)
  await addToken(tx, successor, { familyId: row.family_id, predecessor: tokenHash, at })
  return successor
}

/** Only of the direct predecessor, and only while its successor was not used: then nobody is further on than this client. */
function successorWithinGrace(token: string, { row: { used_at, successor_salt }, at }: Presented): string | undefined {
  const isLate = used_at === null || at.getTime() - used_at.getTime() > graceMs
  return isLate || successor_salt === null ? undefined : derivedToken(token, successor_salt)
}

interface AddedToken {
  readonly familyId: string
  readonly predecessor: string | null
  readonly at: Date
}

const addToken = (tx: SqlTx, token: string, { familyId, predecessor, at }: AddedToken): Promise<number> =>
  tx.run(sql`
    INSERT INTO refresh_tokens (token_hash, family_id, predecessor, expires_at)
    VALUES (${hashToken(token)}, ${familyId}, ${predecessor}, ${new Date(at.getTime() + lifetimeMs)})`)
