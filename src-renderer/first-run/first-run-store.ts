import { createStore, type StoreApi } from 'zustand/vanilla'

export interface FirstRunState {
  /** Whether the person goes without the three steps; they can be taken up again. */
  readonly isSkipped: boolean
  skip(isSkipped: boolean): void
}

const remembered = 'first-run.skipped'

export function createFirstRunStore(storage: Pick<Storage, 'getItem' | 'setItem'>): StoreApi<FirstRunState> {
  return createStore<FirstRunState>((set) => ({
    isSkipped: storage.getItem(remembered) === 'yes',
    skip(isSkipped) {
      storage.setItem(remembered, isSkipped ? 'yes' : 'no')
      set({ isSkipped })
    },
  }))
}
