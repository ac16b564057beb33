import { createStore, type StoreApi } from 'zustand/vanilla'
import { replaceRow } from './merge-rows.ts'
import { threadEdits } from './thread-edits.ts'
import { threadPages } from './thread-pages.ts'
import { threadQuestions } from './thread-questions.ts'
import { emptyThread, type ThreadChanges, type ThreadDeps, type ThreadKit, type ThreadState } from './thread-state.ts'

/** The chat that is open: its selected branch and the answers that are being made in it. */
export function createThreadStore(deps: ThreadDeps): StoreApi<ThreadState> {
  return createStore<ThreadState>((set, get) => {
    const kit: ThreadKit = { ...deps, get, set, growing: new Map(), unsure: new Map() }
    const doings = { ...threadPages(kit), ...threadEdits(kit), ...threadQuestions(kit), ...threadChanges(kit) }
    return { ...emptyThread, ...doings }
  })
}

function threadChanges({ get, set, growing }: ThreadKit): ThreadChanges {
  return {
    messageChanged(id, row) {
      const { items, conversationId } = get()
      // An answer that is followed here is ahead of its row until that is final.
      if (row?.status === 'writing' && growing.has(id)) return
      if (row === null || row.deleted_at !== null) set({ items: items.filter((item) => item.id !== id) })
      else if (row.conversation_id === conversationId) set({ items: replaceRow(items, row) })
    },

    conversationChanged({ id, selected_leaf_id }) {
      const { items, conversationId, isLoading, hasNewer } = get()
      if (conversationId !== id || isLoading || hasNewer || items.some((item) => item.id === selected_leaf_id)) return
      // Another window asked or chose another branch. Without a connection it is read again when that is back.
      void get()
        .refresh()
        .catch(() => {})
    },
  }
}
