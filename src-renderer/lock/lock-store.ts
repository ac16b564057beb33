import { createStore, type StoreApi } from 'zustand/vanilla'
import type { LockState } from '../../src-shared/desktop/lock.ts'
import type { Api } from '../api.ts'

export interface PassphraseChange {
  /** Null where there is none yet. */
  readonly current: string | null
  /** Null removes it. */
  readonly next: string | null
}

export interface AppLockState {
  /** How the key of the data is kept; null before it was asked for. */
  readonly keyKeptBy: LockState['key_kept_by'] | null
  reread(): Promise<void>
  changePassphrase(change: PassphraseChange): Promise<void>
  /** Covers this window and every other. What was typed is kept before. */
  lockNow(): Promise<void>
  unlock(passphrase: string): Promise<void>
}

export interface LockDeps {
  readonly api: Pick<Api, 'access' | 'lock'>
  readonly keepDrafts: () => Promise<void>
}

export function createLockStore({ api, keepDrafts }: LockDeps): StoreApi<AppLockState> {
  return createStore<AppLockState>((set) => {
    const take = ({ key_kept_by }: LockState): void => set({ keyKeptBy: key_kept_by })
    return {
      keyKeptBy: null,
      reread: async () => take(await api.lock.state()),
      changePassphrase: async (change) => take(await api.lock.changePassphrase(change)),
      async lockNow() {
        await keepDrafts()
        await api.lock.now()
      },
      unlock: (passphrase) => api.access.unlock({ passphrase }),
    }
  })
}
