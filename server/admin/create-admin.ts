import { email as emailSchema, registerBody } from '../../src-shared/api/accounts.ts'
import { newId } from '../../src-shared/ids.ts'
import { hashPassword } from '../accounts/passwords.ts'
import { newSecretToken } from '../accounts/secret-tokens.ts'
import { findUserByEmail, insertUser, markVerified } from '../accounts/users.ts'
import { StartFault } from '../start-fault.ts'
import { sql } from '../stores/sql.ts'
import type { AdminDeps } from './admin-deps.ts'
import { changeUser } from './change-users.ts'

export interface CreatedAdmin {
  readonly userId: string
  /** Of a new account, and known nowhere else; undefined for one that there was. */
  readonly password: string | undefined
}

/** A new account, or one that there is, becomes an administrator. Errors: `StartFault`. */
export async function createAdmin(deps: AdminDeps, given: string): Promise<CreatedAdmin> {
  const parsed = emailSchema.safeParse(given)
  if (!parsed.success) throw new StartFault('An e-mail address is needed.')
  const known = await findUserByEmail(deps.store, parsed.data)
  if (known !== undefined) {
    // Anybody may have registered the address before its owner did.
    if (!known.is_verified || !known.is_active)
      throw new StartFault(
        'This account never confirmed its address, or is disabled. It has to do so before it can be an administrator.',
      )
    await changeUser(deps, { userId: known.id, actorId: null, is_superuser: true })
    return { userId: known.id, password: undefined }
  }
  return addAdmin(deps, parsed.data)
}

async function addAdmin(deps: AdminDeps, email: string): Promise<CreatedAdmin> {
  const at = new Date(deps.now())
  const id = newId(at.getTime())
  const { password } = registerBody.parse({ email, password: newSecretToken() })
  const hashedPassword = await hashPassword(password)
  await deps.store.transact(async (tx) => {
    if (!(await insertUser(tx, { id, email, hashedPassword, language: 'en', at })))
      throw new StartFault('Somebody has just taken this address.')
    await markVerified(tx, id, at)
    await tx.run(sql`UPDATE users SET is_superuser = true WHERE id = ${id}`)
    await deps.onRegistered(tx, id, at)
    await deps.audit(tx, { action: 'account_created', actor_id: null, user_id: id }, at)
    await deps.audit(tx, { action: 'admin_granted', actor_id: null, user_id: id }, at)
  })
  return { userId: id, password }
}
