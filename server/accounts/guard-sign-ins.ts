import type { CacheStore } from '../stores/cache-store.ts'
import type { SqlReader } from '../stores/sql-store.ts'
import type { AccountDeps } from './account-deps.ts'
import { createLetterLimit } from './letter-limit.ts'
import { createSignInCheck } from './sign-in-check.ts'
import { createSignInLimit } from './sign-in-limit.ts'

export interface GuardDeps {
  readonly store: SqlReader
  readonly cache: CacheStore
  readonly now: () => number
  /** Without it no digest tells of which address it is. */
  readonly secret: string
}

/** What stands between a stranger and an account. */
export const guardSignIns = ({
  store,
  cache,
  now,
  secret,
}: GuardDeps): Pick<AccountDeps, 'checkSignIn' | 'signInLimit' | 'letterLimit'> => ({
  checkSignIn: createSignInCheck({ reader: store, now }),
  signInLimit: createSignInLimit({ cache, now, secret }),
  letterLimit: createLetterLimit(cache, secret),
})
