import type { ThreadEdits, ThreadKit } from './thread-state.ts'

/** What can be done to a message that is there. */
export function threadEdits({ api, get, set, onConversation }: ThreadKit): ThreadEdits {
  return {
    async rate(messageId, feedback) {
      get().messageChanged(messageId, await api.messages.feedback({ id: messageId, feedback }))
    },

    async remove(messageId) {
      await api.messages.remove({ id: messageId })
      const { items } = get()
      const at = items.findIndex(({ id }) => id === messageId)
      // What stood below went with it; another version may stand in its place.
      if (at >= 0) set({ items: items.slice(0, at), hasNewer: false })
      await get().refresh()
    },

    async restore(messageId) {
      onConversation(await api.messages.restore({ id: messageId }))
      await get().refresh()
    },

    edit(messageId, text) {
      const { [messageId]: _, ...edits } = get().edits
      set({ edits: text === null ? edits : { ...edits, [messageId]: text } })
    },

    foldThought(messageId, isOpen) {
      const others = get().openThoughts.filter((id) => id !== messageId)
      set({ openThoughts: isOpen ? [...others, messageId] : others })
    },

    forgetLanding() {
      if (get().landing !== null) set({ landing: null })
    },

    editsFound: (edits) => set({ edits: { ...edits, ...get().edits } }),
  }
}
