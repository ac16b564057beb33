import { createStore, type StoreApi } from 'zustand/vanilla'
import { defaultSettings, type Settings } from '../../src-shared/desktop/settings.ts'
import type { Api } from '../api.ts'

export interface SettingsState {
  readonly settings: Settings
  /** Undone when the core refuses. */
  change(change: Partial<Settings>): Promise<void>
  reread(): Promise<void>
}

export function createSettingsStore({ api }: { readonly api: Pick<Api, 'settings'> }): StoreApi<SettingsState> {
  return createStore<SettingsState>((set, get) => ({
    settings: defaultSettings,
    async change(change) {
      const before = get().settings
      set({ settings: { ...before, ...change } })
      try {
        set({ settings: await api.settings.change(change) })
      } catch (error) {
        set({ settings: before })
        throw error
      }
    },
    reread: async () => set({ settings: await api.settings.get() }),
  }))
}
