import { z } from 'zod'
import type { User } from '../../src-shared/api/accounts.ts'
import { roleOf } from '../http/access.ts'
import type { Language } from '../mail/letters.ts'
import { sql } from '../stores/sql.ts'
import { findOne, type SqlRunner, type SqlTx } from '../stores/sql-store.ts'

const userRow = z.object({
  id: z.string(),
  email: z.string(),
  hashed_password: z.string(),
  is_active: z.boolean(),
  is_verified: z.boolean(),
  is_superuser: z.boolean(),
  subscription_plan: z.string(),
  token_generation: z.int(),
  created_at: z.date(),
})
export type UserRow = z.infer<typeof userRow>

export const findUser = (runner: SqlRunner, id: string): Promise<UserRow | undefined> =>
  findOne(runner, sql`SELECT * FROM users WHERE id = ${id}`, userRow)

export const findUserByEmail = (runner: SqlRunner, email: string): Promise<UserRow | undefined> =>
  findOne(runner, sql`SELECT * FROM users WHERE email = ${email}`, userRow)

/** Locked until the end, so that one of two comes after the other: whether address and password are those of the row that was read, or another was quicker to change them. */
export async function isUnchanged(tx: SqlTx, { id, email, token_generation }: UserRow): Promise<boolean> {
  const same = sql`SELECT id FROM users WHERE id = ${id} AND email = ${email} AND token_generation = ${token_generation} FOR NO KEY UPDATE`
  return (await findOne(tx, same, z.unknown())) !== undefined
}

export interface AddedUser {
  readonly id: string
  readonly email: string
  readonly hashedPassword: string
  readonly language: Language
  readonly at: Date
}

/** False when the address has an account. */
export async function insertUser(tx: SqlTx, { id, email, hashedPassword, language, at }: AddedUser): Promise<boolean> {
  const added = await tx.run(sql`
    INSERT INTO users (id, email, hashed_password, language, created_at, updated_at)
    VALUES (${id}, ${email}, ${hashedPassword}, ${language}, ${at}, ${at})
    ON CONFLICT (email) DO NOTHING`)
  return added === 1
}

/** A better hash of the same password. Nothing happens when the password was changed meanwhile. */
export const upgradeHash = (runner: SqlRunner, { id, hashed_password }: UserRow, better: string): Promise<number> =>
  runner.run(sql`UPDATE users SET hashed_password = ${better} WHERE id = ${id} AND hashed_password = ${hashed_password}`)

export interface NewPassword {
  readonly id: string
  readonly hashedPassword: string
  readonly at: Date
}

/** Every access token that was issued before ends with it. */
export const replacePassword = (tx: SqlTx, { id, hashedPassword, at }: NewPassword): Promise<number> =>
  tx.run(sql`
    UPDATE users SET hashed_password = ${hashedPassword}, token_generation = token_generation + 1, updated_at = ${at} WHERE id = ${id}`)

export interface NewEmail {
  readonly id: string
  readonly email: string
  readonly at: Date
}

/** It was confirmed before. Whose address it is already is a duplicate that the database refuses. */
export const replaceEmail = (tx: SqlTx, { id, email, at }: NewEmail): Promise<number> =>
  tx.run(sql`UPDATE users SET email = ${email}, is_verified = true, updated_at = ${at} WHERE id = ${id}`)

export const markVerified = (tx: SqlTx, id: string, at: Date): Promise<number> =>
  tx.run(sql`UPDATE users SET is_verified = true, updated_at = ${at} WHERE id = ${id}`)

export const deleteUser = (tx: SqlTx, id: string): Promise<number> => tx.run(sql`DELETE FROM users WHERE id = ${id}`)

export const shownUser = (row: UserRow): User => ({
  id: row.id,
  email: row.email,
  role: roleOf(row),
  subscription_plan: row.subscription_plan,
  is_active: row.is_active,
  is_verified: row.is_verified,
  created_at: row.created_at.toISOString(),
})
