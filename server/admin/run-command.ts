import { z } from 'zod'
import { billingCycle, planType } from '../../src-shared/api/billing.ts'
import { idInAnyCase } from '../../src-shared/api/id-in-any-case.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { findUser, findUserByEmail } from '../accounts/users.ts'
import { verifyChain } from '../audit/audit-log.ts'
import { type ErasureList, readErasures } from '../personal-data/erasure-list.ts'
import { StartFault } from '../start-fault.ts'
import type { AdminDeps } from './admin-deps.ts'
import { eraseUser, isErasedEverywhere } from './change-users.ts'
import { createAdmin } from './create-admin.ts'
import { leaveRestoredState } from './restore-mode.ts'
import { rotateKeys } from './rotate-keys.ts'
import { reconcileNow } from './tend-jobs.ts'

export const adminHelp = `npm run server -- admin COMMAND
  create-admin EMAIL               a new account, whose password is shown once, or one that there is
  set-plan EMAIL|ID PLAN [CYCLE]   free, pro or enterprise for one period; monthly or yearly
  rotate-keys [--at-once]          sign with a new key; --at-once also ends everything that the old ones signed
  erase-user EMAIL|ID              the account and all that belongs to it, in every store
  reconcile                        compare everything now
  check-audit                      whether every entry of the audit log is what was written; how many, and the hash of the last
  restore-mode [LIST...]           after a backup was put back and before a server runs on it; the erasure lists of other machines`

interface CommandDeps {
  readonly admin: AdminDeps
  readonly erasures: ErasureList
}

type Command = (deps: CommandDeps, words: readonly string[]) => Promise<unknown>

const commands: Readonly<Record<string, Command>> = {
  'create-admin': async ({ admin }, [email = '']) => createAdmin(admin, email),

  async 'set-plan'({ admin }, [who = '', plan, cycle = 'monthly']) {
    const choice = z
      .object({ plan_type: planType, billing_cycle: billingCycle })
      .safeParse({ plan_type: plan, billing_cycle: cycle })
    if (!choice.success) throw new StartFault(adminHelp)
    const userId = await idOf(admin, who)
    await admin.grantPlan({ userId, actorId: null, ...choice.data })
    return { userId, ...choice.data }
  },

  'rotate-keys': async ({ admin }, words) => ({
    kid: await rotateKeys(admin, { actorId: null, isAtOnce: words.includes('--at-once') }),
  }),

  async 'erase-user'({ admin }, [who = '']) {
    const userId = await idOf(admin, who)
    await eraseUser(admin, userId, null)
    await admin.jobs.runDueOf('erase_user')
    return { userId, isFinished: await isErasedEverywhere(admin, userId) }
  },

  reconcile: async ({ admin }) => reconcileNow(admin),

  async 'check-audit'({ admin }) {
    const { entries, head, tampered_at } = await verifyChain(admin.store)
    if (tampered_at === null) return { entries, head }
    throw new StartFault(`Entry ${tampered_at} of the audit log is not what was written. The ${entries} before it are.`)
  },

  async 'restore-mode'({ admin, erasures }, files) {
    const lists = await Promise.all([erasures.read(), ...files.map(readErasures)])
    return leaveRestoredState(
      admin,
      lists.flat().map(({ user_id }) => user_id),
    )
  },
}

/** Before anything is opened. Errors: `StartFault` for what is no command. */
export function commandOf([name = '', ...words]: readonly string[]): (deps: CommandDeps) => Promise<unknown> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) throw new StartFault(adminHelp)
  return (deps) => command(deps, words).catch(explain)
}

function explain(cause: unknown): never {
  if (cause instanceof AppError && cause.code === 'NOT_FOUND') throw new StartFault('There is no such account.', { cause })
  if (cause instanceof AppError && cause.code === 'PLAN_IS_PAID')
    throw new StartFault('This plan is paid through Stripe. Change it there.', { cause })
  if (cause instanceof AppError && cause.code === 'KEY_IS_CONFIGURED') throw new StartFault(configuredKey, { cause })
  throw cause
}

const configuredKey = `With JWT_ALGORITHM=HS256 the secret JWT_SECRET_KEY itself signs, and there is no other key to change. Nothing was changed.
To end everything that it signed, set another JWT_SECRET_KEY and start every process again.`

/** Shows nothing of the account; what is then done with it is written down. */
async function idOf({ store }: AdminDeps, who: string): Promise<string> {
  const given = idInAnyCase.safeParse(who)
  const row = await (given.success ? findUser(store, given.data) : findUserByEmail(store, who.trim().toLowerCase()))
  if (row === undefined) throw new AppError('NOT_FOUND')
  return row.id
}
