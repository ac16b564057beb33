import { z } from 'zod'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { sql } from './sql.ts'
import { findOne, type SqlTx } from './sql-store.ts'

/**
 * First in every transaction that changes what hangs together of one user: the plan, its limits, what was used. They follow each
 * other then, and each sees all that the one before it left; nobody takes these rows in another order and waits in a circle.
 * What merely refers to the user does not wait. False for an account that is gone.
 */
export async function lockUserIfThere(tx: SqlTx, userId: string): Promise<boolean> {
  const found = await findOne(tx, sql`SELECT id FROM users WHERE id = ${userId} FOR NO KEY UPDATE`, z.unknown())
  return found !== undefined
}

/** The same for whoever asks on behalf of the user. Errors: `UNAUTHENTICATED` for an account that is gone. */
export async function lockUser(tx: SqlTx, userId: string): Promise<void> {
  if (!(await lockUserIfThere(tx, userId))) throw new AppError('UNAUTHENTICATED')
}
