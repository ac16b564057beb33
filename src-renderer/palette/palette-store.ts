import { createStore, type StoreApi } from 'zustand/vanilla'

export interface PaletteState {
  readonly isOpen: boolean
  /** What it opens with. */
  readonly query: string
  open(query?: string): void
  close(): void
  toggle(): void
}

/** The palette that finds everything. */
export function createPaletteStore(): StoreApi<PaletteState> {
  return createStore<PaletteState>((set, get) => ({
    isOpen: false,
    query: '',
    open: (query = '') => set({ isOpen: true, query }),
    close: () => set({ isOpen: false }),
    toggle: () => (get().isOpen ? get().close() : get().open()),
  }))
}
