import { createStore, type StoreApi } from 'zustand/vanilla'
import { replaceRow } from './merge-rows.ts'
import { threadPages } from './thread-pages.ts'
import { threadQuestions } from './thread-questions.ts'
import { emptyThread, type ThreadChanges, type ThreadDeps, type ThreadKit, type ThreadState } from './thread-state.ts'

/** The chat that is open: its selected branch and the answers that are being made in it. */
export function createThreadStore(deps: ThreadDeps): StoreApi<ThreadState> {
  return createStore<ThreadState>((set, get) => {
    const kit: ThreadKit = { ...deps, get, set }
    return { ...emptyThread, ...threadPages(kit), ...threadQuestions(kit), ...threadChanges(kit) }
  })
}

function threadChanges({ get, set }: ThreadKit): ThreadChanges {
  return {
    messageChanged(id, row) {
      const { items, conversationId } = get()
      if (row === null || row.deleted_at !== null) set({ items: items.filter((item) => item.id !== id) })
      else if (row.conversation_id === conversationId) set({ items: replaceRow(items, row) })
    },

    conversationChanged({ id, selected_leaf_id }) {
      const { items, conversationId, isLoading } = get()
      if (conversationId !== id || isLoading || items.some((item) => item.id === selected_leaf_id)) return
      // Another window asked or chose another branch. Without a connection it is read again when that is back.
      void get()
        .refresh()
        .catch(() => {})
    },
  }
}
