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

/** Under this name the device remembers whether answers think first. */
const remembered = 'think'

/** What the person chose beside the words of a question. Thinking stays on or off for every chat until it is changed. */
export function createChoiceStore(storage: Pick<Storage, 'getItem' | 'setItem'>): StoreApi<ChoiceState> {
  return createStore<ChoiceState>((set, get) => ({
    think: storage.getItem(remembered) === 'true',
    newCollectionIds: null,
    lastCollectionIds: {},
    setThink(think) {
      storage.setItem(remembered, String(think))
      set({ think })
    },
    setNewCollections: (newCollectionIds) => set({ newCollectionIds }),
    rememberCollections: (conversationId, ids) =>
      set({ lastCollectionIds: { ...get().lastCollectionIds, [conversationId]: ids } }),
  }))
}
