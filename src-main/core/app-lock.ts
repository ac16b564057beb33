import { type AccessState, accessError } from '../../src-shared/desktop/access.ts'
import { startError } from '../../src-shared/desktop/app.ts'
import { lockError } from '../../src-shared/desktop/lock.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { createAttemptLimit } from '../db/attempt-limit.ts'
import { createWatchedValue } from './watched-value.ts'

export interface AppLockDeps {
  readonly hasPassphrase: () => boolean
  readonly isPassphrase: (passphrase: string) => Promise<boolean>
  /** Minutes without a sign of the person until it locks by itself; 0 never. */
  readonly minutes: () => number
  readonly now: () => number
}

export interface AppLock extends Disposable {
  /** Throws `access.locked` for everything but the lock itself while it is locked. */
  assertAllowed(path: string): void
  watch(signal: AbortSignal): AsyncIterable<AccessState>
  /** Errors: `lock.no_passphrase`. */
  lock(): void
  /** Errors: `start.wrong_passphrase`, `access.too_soon` {retry_at}. */
  unlock(passphrase: string): Promise<void>
  /** As `unlock`, for what only has to know that it is the person. */
  confirm(passphrase: string): Promise<void>
  /** A sign of the person, or other minutes: the time starts anew. */
  touch(): void
}

/**
 * Covers a store that is in use: work that runs goes on behind it, but nobody is answered until the passphrase is given. The
 * passphrase is proved by the key file, never by something remembered.
 */
export function createAppLock({ hasPassphrase, isPassphrase, minutes, now }: AppLockDeps): AppLock {
  const state = createWatchedValue<AccessState>({ kind: 'open' })
  const limit = createAttemptLimit(now)
  let timer: NodeJS.Timeout | undefined

  function touch(): void {
    clearTimeout(timer)
    if (minutes() > 0) timer = setTimeout(lockUnlessOpen, minutes() * 60_000).unref()
  }

  function lockUnlessOpen(): void {
    if (hasPassphrase()) lock()
    else touch()
  }

  function lock(): void {
    if (!hasPassphrase()) throw new AppError(lockError.noPassphrase)
    state.set({ kind: 'locked', isStart: false, retry_at: limit.retryAt() })
  }

  async function confirm(passphrase: string): Promise<void> {
    const retry_at = limit.retryAt()
    if (retry_at !== null) throw new AppError(accessError.tooSoon, { retry_at })
    if (await isPassphrase(passphrase)) return limit.succeeded()
    limit.failed()
    if (state.get().kind === 'locked') state.set({ kind: 'locked', isStart: false, retry_at: limit.retryAt() })
    throw new AppError(startError.wrongPassphrase)
  }

  touch()
  return {
    assertAllowed(path) {
      if (state.get().kind !== 'open' && !path.startsWith('access.')) throw new AppError(accessError.locked)
    },
    watch: state.watch,
    lock,
    confirm,
    touch,
    async unlock(passphrase) {
      await confirm(passphrase)
      state.set({ kind: 'open' })
      touch()
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}
