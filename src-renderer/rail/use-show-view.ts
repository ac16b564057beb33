import type { ConversationView } from '../conversations/conversation-store.ts'
import { usePage } from '../use-page.ts'

/** Shows the archive or the trash in the list, read as it is now. */
export function useShowView(): (view: ConversationView) => void {
  const { rail, conversations, toasts } = usePage()
  return (view) => {
    rail.getState().show(view)
    if (view !== 'active') void toasts.getState().attempt(() => conversations.getState().readView(view))
  }
}
