import type { ConversationView } from '../conversations/conversation-store.ts'
import type { Page } from '../create-page.ts'
import { railLiesOver } from './lies-over.ts'

/** Shows the archive or the trash in the list, read as it is now; where the list is put away, it comes back. */
export function showView(page: Page, view: ConversationView): void {
  const { rail, conversations, toasts, place, panels } = page
  rail.getState().show(view)
  if (railLiesOver(page)) place.getState().showRail(true)
  else panels.getState().showRail()
  if (view !== 'active') void toasts.getState().attempt(() => conversations.getState().readView(view))
}
