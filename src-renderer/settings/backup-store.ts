import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BackupInfo, BackupPreview } from '../../src-shared/desktop/backups.ts'
import type { Api } from '../api.ts'
import type { OverLosses } from '../connection/over-losses.ts'

export interface BackupState {
  /** Newest first; null before they were asked for. */
  readonly backups: readonly BackupInfo[] | null
  /** What is done with whole files now: it takes its time. */
  readonly work: 'making' | 'restoring' | null
  reread(): Promise<void>
  make(): Promise<BackupInfo>
  preview(path: string): Promise<BackupPreview>
  /** Answers the backup of what was there. */
  restore(path: string): Promise<BackupInfo>
}

export interface BackupDeps {
  readonly api: Pick<Api, 'backups'>
  readonly overLosses?: OverLosses
}

export function createBackupStore({ api, overLosses = (work) => work() }: BackupDeps): StoreApi<BackupState> {
  return createStore<BackupState>((set, get) => {
    async function during<T>(work: NonNullable<BackupState['work']>, task: () => Promise<T>): Promise<T> {
      set({ work })
      try {
        return await task()
      } finally {
        set({ work: null })
        await get().reread()
      }
    }
    return {
      backups: null,
      work: null,
      reread: async () => set({ backups: await overLosses(() => api.backups.list()) }),
      make: () => during('making', () => api.backups.create({})),
      preview: (path) => api.backups.preview({ path }),
      restore: (path) => during('restoring', async () => (await api.backups.restore({ path })).replaced),
    }
  })
}
