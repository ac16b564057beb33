import type { AuditEvent } from '../audit/audit-log.ts'
import type { Mail } from '../mail/mail.ts'
import type { CacheStore } from '../stores/cache-store.ts'
import type { SqlStore, SqlTx } from '../stores/sql-store.ts'
import type { AccessTokens } from './access-tokens.ts'
import type { LetterLimit } from './letter-limit.ts'
import type { Sessions } from './sessions.ts'
import type { SignInCheck } from './sign-in-check.ts'
import type { SignInLimit } from './sign-in-limit.ts'

export interface AccountDeps {
  readonly store: SqlStore
  readonly cache: CacheStore
  readonly now: () => number
  readonly tokens: AccessTokens
  readonly sessions: Sessions
  readonly checkSignIn: SignInCheck
  readonly signInLimit: SignInLimit
  readonly letterLimit: LetterLimit
  readonly post: Mail['send']
  /** Last in its transaction: it holds a lock that everybody waits for. */
  readonly audit: (tx: SqlTx, event: AuditEvent, at: Date) => Promise<void>
  /** What else a new account gets in the same transaction: its plan. */
  readonly onRegistered: (tx: SqlTx, userId: string, at: Date) => Promise<void>
  /** What else has to go, promised in the same transaction. */
  readonly onDeleted: (tx: SqlTx, userId: string, at: Date) => Promise<void>
  /** After its commit. */
  readonly afterDeleted: () => void
}
