import { createStore, type StoreApi } from 'zustand/vanilla'
import type { UsageSummary } from '../../src-shared/desktop/usage.ts'
import type { Api } from '../api.ts'

export interface UsageState {
  readonly summary: UsageSummary | null
  reread(): Promise<void>
}

export function createUsageStore({ api }: { readonly api: Pick<Api, 'usage'> }): StoreApi<UsageState> {
  return createStore<UsageState>((set) => ({
    summary: null,
    reread: async () => set({ summary: await api.usage.summary() }),
  }))
}
