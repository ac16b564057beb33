import { useStore } from 'zustand'
import { usePage } from '../use-page.ts'

/** The chat that is written in, null for one that does not exist yet. Before the core is there none is open yet: what is typed then belongs to the one that will be. */
export function useChatId(): string | null {
  const { thread, place: store } = usePage()
  const opened = useStore(thread, (state) => state.conversationId)
  const wanted = useStore(store, ({ place }) => (place.page === 'chat' ? place.conversationId : null))
  return opened ?? wanted
}
