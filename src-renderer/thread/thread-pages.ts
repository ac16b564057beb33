import { mergeRow } from './merge-rows.ts'
import { emptyThread, type ThreadKit, type ThreadPages } from './thread-state.ts'

const fewest = 60
const most = 500

export function threadPages({ api, get, set, onConversation }: ThreadKit): ThreadPages {
  const isShown = (conversationId: string | null): boolean => get().conversationId === conversationId

  async function refresh(): Promise<void> {
    const { conversationId, items } = get()
    if (conversationId === null) return
    const limit = Math.min(most, Math.max(fewest, items.length))
    const page = await api.messages.page({ conversation_id: conversationId, limit })
    if (!isShown(conversationId)) return
    const known = new Map(get().items.map((item) => [item.id, item]))
    const merged = page.items.map((row) => mergeRow(known.get(row.id), row))
    set({ items: merged, siblings: page.siblings, hasMore: page.has_more })
  }

  return {
    refresh,

    async open(conversationId) {
      if (isShown(conversationId) && (conversationId === null || get().items.length > 0)) return
      set({ ...emptyThread, conversationId, isLoading: conversationId !== null })
      try {
        await refresh()
      } finally {
        if (isShown(conversationId)) set({ isLoading: false })
      }
    },

    async loadOlder() {
      const { conversationId, items, hasMore, isLoading } = get()
      const [first] = items
      const last = items.at(-1)
      if (conversationId === null || !first || !last || !hasMore || isLoading) return
      set({ isLoading: true })
      const above = { conversation_id: conversationId, leaf_id: last.id, before_id: first.id }
      const page = await api.messages.page(above).finally(() => set({ isLoading: false }))
      if (!isShown(conversationId) || get().items[0]?.id !== first.id) return
      set({
        items: [...page.items, ...get().items],
        siblings: { ...page.siblings, ...get().siblings },
        hasMore: page.has_more,
      })
    },

    async select(messageId) {
      onConversation(await api.messages.select({ id: messageId }))
      await refresh()
    },

    async rate(messageId, feedback) {
      get().messageChanged(messageId, await api.messages.feedback({ id: messageId, feedback }))
    },
  }
}
