import { type access, accessError } from '../../src-shared/desktop/access.ts'
import type { LockState, lock } from '../../src-shared/desktop/lock.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { changePassphrase, type KeyStore, keyModeOf } from '../db/key.ts'
import type { AppLock } from './app-lock.ts'

export interface LockHandlerDeps {
  readonly lock: AppLock
  readonly folder: string
  readonly keyStore: KeyStore | undefined
}

export interface LockHandlers {
  readonly access: FeatureHandlers<typeof access>
  readonly lock: FeatureHandlers<typeof lock>
}

/** The lock of a core whose store is open. */
export function createLockHandlers({ lock: app, folder, keyStore }: LockHandlerDeps): LockHandlers {
  const isOpen = (): never => {
    throw new AppError(accessError.notFailed)
  }
  const state = (): LockState => ({ key_kept_by: keyModeOf(folder) })
  return {
    access: {
      watch: (_, signal) => app.watch(signal),
      unlock: ({ passphrase }) => app.unlock(passphrase),
      retry: () => {},
      previewBackup: isOpen,
      restoreBackup: isOpen,
      openFolder: isOpen,
    },
    lock: {
      state,
      now: app.lock,
      touch: app.touch,
      async changePassphrase({ current, next }) {
        // Whoever sits down at an open window must not be able to shut its owner out.
        if (state().key_kept_by === 'passphrase') await app.confirm(current ?? '')
        await changePassphrase({ folder, keyStore, passphrase: current ?? undefined }, next)
        return state()
      },
    },
  }
}
