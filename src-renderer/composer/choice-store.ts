import { createStore, type StoreApi } from 'zustand/vanilla'

export interface ChoiceState {
  /** Whether the next answers think first. */
  readonly think: boolean
  /** What the chat that does not exist yet will answer from; null is every collection there is. */
  readonly newCollectionIds: readonly string[] | null
  /** What a conversation answered from before its knowledge was switched off. */
  readonly lastCollectionIds: Readonly<Record<string, readonly string[]>>
  setThink(think: boolean): void
  setNewCollections(ids: readonly string[] | null): void
  rememberCollections(conversationId: string, ids: readonly string[]): void
}

/** What the person chose beside the words of a question. */
export function createChoiceStore(): StoreApi<ChoiceState> {
  return createStore<ChoiceState>((set, get) => ({
    think: false,
    newCollectionIds: null,
    lastCollectionIds: {},
    setThink: (think) => set({ think }),
    setNewCollections: (newCollectionIds) => set({ newCollectionIds }),
    rememberCollections: (conversationId, ids) =>
      set({ lastCollectionIds: { ...get().lastCollectionIds, [conversationId]: ids } }),
  }))
}
