import type { ConversationView } from '../conversations/conversation-store.ts'
import type { Page } from '../create-page.ts'
import { isNarrow } from '../ui/narrow.ts'

/** Shows the archive or the trash in the list, read as it is now; where the list is put away, it comes back. */
export function showView({ rail, conversations, toasts, place, panels }: Page, view: ConversationView): void {
  rail.getState().show(view)
  if (isNarrow()) place.getState().showRail(true)
  else panels.getState().showRail()
  if (view !== 'active') void toasts.getState().attempt(() => conversations.getState().readView(view))
}
