import { createStore, type StoreApi } from 'zustand/vanilla'
import type { LockState } from '../../src-shared/desktop/lock.ts'
import { rpcError } from '../../src-shared/rpc/errors.ts'
import type { Api } from '../api.ts'
import { faultOf } from '../fault-of.ts'

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
  readonly pauseMs?: number
}

const mostTries = 20

export function createLockStore({ api, keepDrafts, pauseMs = 100 }: LockDeps): StoreApi<AppLockState> {
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
      async unlock(passphrase) {
        // A lock ends the connection. Whoever is quicker than the next one asks again.
        for (let tries = 1; ; tries += 1) {
          try {
            return await api.access.unlock({ passphrase })
          } catch (error) {
            if (faultOf(error).code !== rpcError.disconnected || tries === mostTries) throw error
          }
          await new Promise((resolve) => setTimeout(resolve, pauseMs))
        }
      },
    }
  })
}
