import type { AppInfo } from '../../src-shared/desktop/app.ts'
import { isPassphrase, type KeyStore, keyModeOf } from '../db/key.ts'
import { createAppLock } from './app-lock.ts'
import type { CoreParts } from './core-parts.ts'
import { createLockHandlers } from './lock-handlers.ts'

export interface LockParts {
  readonly shell: AppInfo['shell']
  readonly keyStore?: KeyStore
}

/** The lock in front of everything else. A command line has nobody who could leave it unattended. */
export function composeLock({ db, dataFolder, now, settings, own }: CoreParts, { shell, keyStore }: LockParts) {
  const lock = own.use(
    createAppLock({
      hasPassphrase: () => keyModeOf(dataFolder) === 'passphrase',
      isPassphrase: (passphrase) => isPassphrase(dataFolder, passphrase),
      minutes: () => (shell === 'cli' ? 0 : settings().lock_minutes),
      now,
    }),
  )
  own.defer(
    db.watch((changes) => {
      if (changes.some(({ table, id }) => table === 'settings' && id === 'lock_minutes')) lock.touch()
    }),
  )
  return { guard: lock.assertAllowed, handlers: createLockHandlers({ lock, folder: dataFolder, keyStore }) }
}
