import { useStore } from 'zustand'
import type { Page } from '../create-page.ts'
import { usePage } from '../use-page.ts'

/** The chat that is written in, null for one that does not exist yet. Before the core is there none is open yet: what is typed then belongs to the one that will be. */
export function chatIdOf({ thread, place: { getState } }: Pick<Page, 'thread' | 'place'>): string | null {
  const { place } = getState()
  return thread.getState().conversationId ?? (place.page === 'chat' ? place.conversationId : null)
}

export function useChatId(): string | null {
  const page = usePage()
  // Both are looked at again whenever one of them changes.
  useStore(page.thread, (state) => state.conversationId)
  return useStore(page.place, () => chatIdOf(page))
}
