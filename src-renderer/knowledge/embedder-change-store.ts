import { createStore, type StoreApi } from 'zustand/vanilla'
import type { EmbedderChangeRow } from '../../src-shared/rows/embedder-change.ts'
import type { Api } from '../api.ts'

export interface EmbedderChangeState {
  /** The change that goes on or is stopped; null when there is none. */
  readonly row: EmbedderChangeRow | null
  reread(): Promise<void>
  stop(): Promise<void>
  resume(): Promise<void>
  changed(row: EmbedderChangeRow | null): void
}

export function createEmbedderChangeStore({ api }: { readonly api: Pick<Api, 'embedderChange'> }): StoreApi<EmbedderChangeState> {
  return createStore<EmbedderChangeState>((set) => ({
    row: null,
    reread: async () => set({ row: await api.embedderChange.get() }),
    stop: async () => set({ row: await api.embedderChange.stop() }),
    resume: async () => set({ row: await api.embedderChange.resume() }),
    changed: (row) => set({ row }),
  }))
}
